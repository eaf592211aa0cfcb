"""Serves a GGUF file's dequantised weights, with an adapter where one is named, over an OpenAI-compatible API, greedily and in batches.

    python serve.py --gguf MODEL.gguf --port PORT [--adapter FOLDER] [--batch 40]

The base and every tuned model are so served from the same weights (bfloat16, as they are tuned), with the same tokenizer, chat template and
code. Two cores answer several times as fast in batches as llama.cpp's server does from float16. An answer that reaches max_tokens ends there,
with finish_reason "stop": `rolellm eval` would leave out what is cut off, which favours models that ramble. GET /counts says how many were.
"""
import argparse
import json
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache

WAIT = 1.0  # Seconds that a batch waits for another request.
counts = {"answers": 0, "cut": 0, "tokens": 0}
waiting = queue.Queue()


def load(gguf, adapter):
    source = {"pretrained_model_name_or_path": str(gguf.parent), "gguf_file": gguf.name}
    tokenizer = AutoTokenizer.from_pretrained(**source, padding_side="left")
    model = AutoModelForCausalLM.from_pretrained(**source, dtype=torch.float32)
    if adapter:
        model = PeftModel.from_pretrained(model, adapter).merge_and_unload()
    return tokenizer, model.to(torch.bfloat16).eval()


def common_beginning(rows):
    """How many tokens all rows begin with; one at least is left of each."""
    least = min(len(row) for row in rows) - 1
    return next((k for k in range(least) if any(row[k] != rows[0][k] for row in rows)), least)


@torch.inference_mode()
def answer(tokenizer, model, asked):
    """The greedy answers to some requests, and which of them were cut off. Rows leave the batch when they end."""
    shown = [
        tokenizer.apply_chat_template(one["messages"], tokenize=False, add_generation_prompt=True) for one in asked
    ]
    # What all begin with, the role's system text, is computed once.
    tokens = tokenizer(shown, add_special_tokens=False).input_ids
    common = common_beginning(tokens)
    first = model(input_ids=torch.tensor([tokens[0][:common]]), use_cache=True, logits_to_keep=1) if common else None
    cache = first.past_key_values if first else DynamicCache()
    if first:
        cache.batch_repeat_interleave(len(asked))
    batch = tokenizer.pad({"input_ids": [one[common:] for one in tokens]}, return_tensors="pt")
    most = torch.tensor([one.get("max_completion_tokens") or one.get("max_tokens") or 128 for one in asked])
    rows = torch.arange(len(asked))
    told = [[] for _ in asked]
    ids = batch.input_ids
    mask = torch.cat([torch.ones((len(asked), common), dtype=torch.long), batch.attention_mask], 1)
    places = (mask.cumsum(1) - 1).clamp(min=0)[:, common:]
    while len(rows) > 0:
        out = model(
            input_ids=ids, attention_mask=mask, position_ids=places, past_key_values=cache, logits_to_keep=1
        )
        chosen = out.logits[:, -1].argmax(-1)
        ends = chosen == tokenizer.eos_token_id
        for row, token, end in zip(rows.tolist(), chosen.tolist(), ends.tolist()):
            if not end:
                told[row].append(token)
        lengths = torch.tensor([len(told[row]) for row in rows.tolist()])
        goes_on = ~ends & (lengths < most[rows])
        rows, ids = rows[goes_on], chosen[goes_on, None]
        if not bool(goes_on.all()):
            cache.batch_select_indices(goes_on.nonzero()[:, 0])
        mask = torch.cat([mask[goes_on], torch.ones((len(rows), 1), dtype=mask.dtype)], 1)
        places = places[goes_on, -1:] + 1
    cut = [len(tokens) >= int(limit) for tokens, limit in zip(told, most)]
    return [(tokenizer.decode(tokens, skip_special_tokens=True), len(tokens), one) for tokens, one in zip(told, cut)]


def answer_in_batches(tokenizer, model, size):
    pool = []
    while True:
        if not pool:
            pool.append(waiting.get())
        while len(pool) < size:
            try:
                pool.append(waiting.get(timeout=WAIT))
            except queue.Empty:
                break
        system = pool[0][0]["messages"][0]
        batch = [one for one in pool if one[0]["messages"][0] == system][:size]
        pool = [one for one in pool if not any(one is other for other in batch)]
        answers = answer(tokenizer, model, [asked for asked, _ in batch])
        for (_, reply), (text, tokens, cut) in zip(batch, answers):
            counts["answers"] += 1
            counts["cut"] += cut
            counts["tokens"] += tokens
            reply.put((text, tokens))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def tell(self, value):
        text = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        self.tell(counts if self.path == "/counts" else {"object": "list", "data": []})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        reply = queue.Queue()
        waiting.put((asked, reply))
        text, tokens = reply.get()
        message = {"role": "assistant", "content": text}
        self.tell(
            {
                "id": "chat",
                "object": "chat.completion",
                "created": 0,
                "model": asked.get("model", "model"),
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 0, "completion_tokens": tokens, "total_tokens": tokens},
            }
        )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gguf", type=Path, required=True)
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--batch", type=int, default=40)
    options = parser.parse_args()
    tokenizer, model = load(options.gguf, options.adapter)
    threading.Thread(target=answer_in_batches, args=(tokenizer, model, options.batch), daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", options.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
