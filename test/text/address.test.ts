import { expect, test } from 'vitest';
import { withoutAddress } from '../../src/text/address.js';

test.each([
  ['Jack Sparrow, how did you escape?', 'Jack Sparrow', 'how did you escape?'],
  [' Captain Jack Sparrow, how did you escape?', 'Jack Sparrow', 'how did you escape?'],
  ['Lestat, do you sleep?', 'Lestat de Lioncourt', 'do you sleep?'],
  ['Professor Dorr, why the casino?', 'Professor G.H. Dorr', 'why the casino?'],
  ['My lord, what do you read?', 'Hamlet', 'what do you read?'],
  ['皇上，您睡得好吗？', '雍正', '您睡得好吗？'],
  ['悟空，你怕谁？', '孙悟空', '你怕谁？'],
])('whom a question addresses is left out: %s', (question, role, expected) => {
  expect(withoutAddress(question, role)).toBe(expected);
});

test.each([
  ['In London, what did you do?', 'Jack Sparrow'],
  ['After Hamlet, who was king?', 'Hamlet'],
  ['说到酒，你有什么话讲？', '张飞'],
  ['如果张飞来了，你怎么办？', '张飞'],
  ['What did you say, my lord?', 'Hamlet'],
  ['How are you?', 'Hamlet'],
])('what else stands before a comma stays: %s', (question, role) => {
  expect(withoutAddress(question, role)).toBe(question);
});
