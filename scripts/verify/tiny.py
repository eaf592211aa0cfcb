"""A Llama small enough to train on a CPU in a minute, with random weights and a tokenizer trained on the texts it will read."""
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

# Turns as the paper writes them (RoleLLM, 3.4); the marks of `generation` tell the trainer which tokens count in the loss.
CHAT_TEMPLATE = (
    "{%- for message in messages -%}"
    "{%- if message.role == 'system' -%}{{ '### Instruction:\n' + message.content + eos_token + '\n\n' }}"
    "{%- elif message.role == 'user' -%}"
    "{%- if loop.index0 > 0 and messages[loop.index0 - 1].role == 'assistant' -%}{{ '\n\n' }}{%- endif -%}"
    "{{ '### Input:\n' + message.content + eos_token + '\n\n' }}"
    "{%- else -%}{{ '### Response:\n' }}{% generation %}{{ message.content + eos_token }}{% endgeneration %}{%- endif -%}"
    "{%- endfor -%}"
    "{%- if add_generation_prompt -%}{{ '### Response:\n' }}{%- endif -%}"
)


def train_tokenizer(texts, size=2000):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=["<s>", "</s>", "<pad>"], initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>")
    fast.chat_template = CHAT_TEMPLATE
    return fast


def make_model(tokenizer, width=64):
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=2048,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return LlamaForCausalLM(config)
