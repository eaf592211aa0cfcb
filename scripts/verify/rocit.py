"""Trains a tiny model with the configuration for TRL, as a user would but on the CPU: the loss, the mask and another role's system text."""
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import torch
from tiny import make_model, train_tokenizer

EXPORT = Path(sys.argv[1]).resolve()
DATA = EXPORT.parent
WORK = Path(".verify/rocit").resolve()
STEPS = 600


def save_tiny_base():
    """A base model with random weights, in a folder as the Hub would give it."""
    rows = [json.loads(line) for line in open(EXPORT / "messages/train.jsonl", encoding="utf-8")]
    torch.manual_seed(0)
    tokenizer = train_tokenizer(message["content"] for row in rows for message in row["messages"])
    tokenizer.chat_template = None
    tokenizer.save_pretrained(WORK / "base")
    make_model(tokenizer, width=128).save_pretrained(WORK / "base")


def write_trainer():
    WORK.mkdir(parents=True, exist_ok=True)
    settings = WORK / "rolellm.config.yaml"
    settings.write_text(
        "plugins: [./.verify/talks.mjs]\nexport: { rehearsal: true }\n"
        "rocit:\n  maxTokens: 512\n  learningRate: 0.003\n  lora: { rank: 32, alpha: 64, dropout: 0, whole: [embed_tokens, lm_head] }\n"
    )
    command = ["node", "bin/rolellm.js", "rocit", "--data", str(DATA), "--config", str(settings), "--trainer", "trl"]
    command += ["--base", str(WORK / "base"), "--tokenizer", str(WORK / "base"), "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def load_trainer():
    spec = importlib.util.spec_from_file_location("train", DATA / "rocit/train.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_mask(trainer, rows):
    """Token by token: what counts in the loss is the response and the mark that ends it, and nothing before it."""
    tokenizer = trainer.processing_class
    checked = 0
    several = [number for number, row in enumerate(rows) if len(row["prompt"]) > 2]
    for number in [*range(0, len(rows), max(1, len(rows) // 100)), *several]:
        batch = trainer.data_collator([trainer.train_dataset[number]])
        ids, labels = batch["input_ids"][0].tolist(), batch["labels"][0].tolist()
        row = rows[number]
        headings = {"system": "### Instruction:", "user": "### Input:", "assistant": "### Response:"}
        parts = [f"{headings[turn['role']]}\n{turn['content']}</s>" for turn in row["prompt"]]
        prompt = "\n\n".join([*parts, "### Response:\n"])
        response = row["completion"][0]["content"] + "</s>"
        split = len(tokenizer(prompt, add_special_tokens=False)["input_ids"])
        assert tokenizer.decode(ids) == prompt + response, number
        assert labels[:split] == [-100] * split, number
        assert labels[split:] == ids[split:], number
        assert tokenizer.decode(labels[split:]) == response, number
        checked += 1
    return checked


save_tiny_base()
write_trainer()
rows = [json.loads(line) for line in open(DATA / "rocit/train.jsonl", encoding="utf-8")]
torch.manual_seed(0)
trainer = load_trainer().build_trainer(
    max_steps=STEPS, use_cpu=True, bf16=False, save_strategy="no", disable_tqdm=True, gradient_accumulation_steps=1,
    per_device_train_batch_size=8, logging_strategy="steps", output_dir=str(WORK / "output"), gradient_checkpointing=False,
)
checked = check_mask(trainer, rows)
print(f"ok      mask: {checked} rows of {len(rows)}, token by token")
trainer.train()
losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
losses = [float(loss) for loss in losses]
last = sum(losses[-5:]) / 5
assert last <= losses[0] / 2, losses
print(f"ok      loss: {losses[0]:.2f} to {last:.2f} in {STEPS} steps")

tokenizer, model = trainer.processing_class, trainer.model.eval()
for role in {row["prompt"][0]["content"]: row for row in rows}.values():
    ids = tokenizer.apply_chat_template(role["prompt"], add_generation_prompt=True, return_tensors="pt", return_dict=True)
    with torch.no_grad():
        made = model.generate(**ids, max_new_tokens=30, do_sample=False, pad_token_id=tokenizer.pad_token_id)
    text = tokenizer.decode(made[0, ids["input_ids"].shape[1] :], skip_special_tokens=True)
    print(f"        {role['prompt'][0]['content'][:40]!r} … {role['prompt'][1]['content'][:50]!r} -> {text[:90]!r}")
print("ok      generation: another role's system text runs")
