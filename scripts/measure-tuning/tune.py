"""Tunes a model on the rows that `rolellm rocit --trainer trl` wrote: LoRA, the loss on the answers alone, on the CPU in bfloat16.

    python tune.py --gguf MODEL.gguf --rows data/rocit --out FOLDER [--most ROWS] [--steps N] [--test data/rocit/test.jsonl]
                   [--epochs 1] [--rank 16] [--lr 5e-4] [--seed 0]

Writes FOLDER/adapter (peft's), FOLDER/checkpoint.pt every fifty steps (the same command goes on from it) and FOLDER/tuning.json: rows, tokens,
seconds, and the loss on held-out rows before and after.

A plain loop, because two cores are slow: what rows have in common at their beginning (a role's system text, the turns before in a
conversation) is computed once for several rows. Rows that are packed together see only what is their own, so that the loss is the same.
"""
import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from peft.utils import get_peft_model_state_dict, set_peft_model_state_dict
from transformers import AutoModelForCausalLM, AutoTokenizer

CHECKED = 64  # Held-out rows of which the loss is taken.
EVERY = 50  # Steps between two checkpoints.
PACKED = 4  # Rows of one role in a pack, about; a conversation stays together.
PACKS = 2  # Packs in a step, but for one with as many rows as two.
MOST_IN_PACK = 1200  # Tokens of a pack, about.


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("gguf", "rows", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--most", type=int, help="rows to train on; conversations are drawn by the seed")
    parser.add_argument("--test", type=Path, help="the rows that the held-out loss is taken of")
    parser.add_argument("--steps", type=int, help="steps after which it ends, although its rates are for all rows")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--lr", type=float, default=5e-4)
    parser.add_argument("--max-tokens", type=int, default=2048)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def encode(tokenizer, row, most):
    """The tokens of a row, and from which one on they count in the loss; the model's own template, as its server applies it."""
    shown = tokenizer.apply_chat_template(row["prompt"], tokenize=False, add_generation_prompt=True)
    prompt = tokenizer(shown, add_special_tokens=False).input_ids
    answer = tokenizer(row["completion"][0]["content"] + tokenizer.eos_token, add_special_tokens=False).input_ids
    # Of a conversation that is too long, the beginning goes: what is left still ends with the answer.
    over = max(0, len(prompt) + len(answer) - most)
    return prompt[over:] + answer, max(1, len(prompt) - over)


def read_rows(file, tokenizer, most):
    """The rows of a file with what they have in common: the system text, and the conversation that they are of."""
    rows = []
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            system, first = (message["content"] for message in row["prompt"][:2])
            tokens, start = encode(tokenizer, row, most)
            rows.append({"tokens": tokens, "start": start, "system": system, "conversation": (system, first)})
    return rows


def together(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return list(groups.values())


def draw(rows, most, seed):
    """Whole conversations until there are so many rows."""
    conversations = together(rows, "conversation")
    random.Random(seed).shuffle(conversations)
    drawn = []
    for conversation in conversations:
        if len(drawn) + len(conversation) <= most:
            drawn += conversation
    return drawn


def packs_of(rows, order):
    """Packs of rows that begin alike, in an order that `order` gives."""
    conversations = together(rows, "conversation")
    order.shuffle(conversations)
    packs = []
    for group in together([row for rows in conversations for row in rows], "system"):
        pack = []
        for conversation in together(group, "conversation"):
            size = sum(len(row["tokens"]) for row in pack + conversation)
            if pack and (len(pack) >= PACKED or size > 2 * MOST_IN_PACK):
                packs.append(pack)
                pack = []
            pack = pack + conversation
        packs.append(pack)
    order.shuffle(packs)
    return packs


def steps_of(packs):
    """Two packs a step; one that has as many rows as two, as long conversations have, is a step of its own."""
    small = [pack for pack in packs if len(pack) < PACKS * PACKED]
    pairs = iter([small[at : at + PACKS] for at in range(0, len(small), PACKS)])
    steps, waiting = [], 0
    for pack in packs:
        if len(pack) >= PACKS * PACKED:
            steps.append([pack])
            continue
        if waiting % PACKS == 0:
            steps.append(next(pairs))
        waiting += 1
    return steps


def tree_of(rows):
    """Rows as one tree of tokens: each token with the place of the one before it, its depth, and whether it counts in the loss."""
    tokens, before, depth, counts = [], [], [], []
    places = []
    last = []
    for row in sorted(rows, key=lambda row: row["tokens"]):
        common = 0
        while common < min(len(last), len(row["tokens"])) and last[common] == row["tokens"][common]:
            common += 1
        places = places[:common]
        for k in range(common, len(row["tokens"])):
            tokens.append(row["tokens"][k])
            before.append(places[-1] if places else -1)
            depth.append(k)
            counts.append(False)
            places.append(len(tokens) - 1)
        for k in range(row["start"], len(row["tokens"])):
            counts[places[k]] = True
        last = row["tokens"]
    return tokens, before, depth, counts


def losses(model, packs):
    """The summed loss over the answers' tokens of some packs, how many these are, and how many tokens were computed."""
    trees = [tree_of(rows) for rows in packs]
    longest = max(len(tokens) for tokens, *_ in trees)
    ids = torch.zeros((len(trees), longest), dtype=torch.long)
    places = torch.zeros_like(ids)
    seen = torch.zeros((len(trees), 1, longest, longest), dtype=torch.bool)
    sources, targets = [], []
    for k, (tokens, before, depth, counts) in enumerate(trees):
        ids[k, : len(tokens)] = torch.tensor(tokens)
        places[k, : len(tokens)] = torch.tensor(depth)
        mask = seen[k, 0]
        mask.fill_diagonal_(True)
        for at, parent in enumerate(before):
            if parent >= 0:
                mask[at] |= mask[parent]
            if counts[at]:
                sources.append(k * longest + parent)
                targets.append(tokens[at])
    targets = torch.tensor(targets)
    llama = model.get_base_model()
    with torch.autocast("cpu", torch.bfloat16):
        hidden = llama.model(input_ids=ids, attention_mask=seen, position_ids=places, use_cache=False).last_hidden_state
        scores = llama.lm_head(hidden.flatten(0, 1)[torch.tensor(sources)])
    loss = torch.nn.functional.cross_entropy(scores.float(), targets, reduction="sum")
    return loss, len(targets), sum(len(tokens) for tokens, *_ in trees)


def held_out_loss(model, packs):
    model.eval()
    total, tokens = 0.0, 0
    with torch.no_grad():
        for at in range(0, len(packs), PACKS):
            loss, count, _ = losses(model, packs[at : at + PACKS])
            total, tokens = total + loss.item(), tokens + count
    model.train()
    return total / max(1, tokens)


def main():
    options = arguments()
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    source = {"pretrained_model_name_or_path": str(options.gguf.parent), "gguf_file": options.gguf.name}
    tokenizer = AutoTokenizer.from_pretrained(**source)
    model = AutoModelForCausalLM.from_pretrained(**source, dtype=torch.float32)
    projections = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    lora = LoraConfig(r=options.rank, lora_alpha=2 * options.rank, target_modules=projections, task_type="CAUSAL_LM")
    model = get_peft_model(model, lora)
    model.train()
    rows = read_rows(options.rows / "train.jsonl", tokenizer, options.max_tokens)
    if options.most is not None and len(rows) > options.most:
        rows = draw(rows, options.most, options.seed)
    held_out = read_rows(options.test or options.rows / "test.jsonl", tokenizer, options.max_tokens)
    tested = packs_of(random.Random(options.seed).sample(held_out, min(CHECKED, len(held_out))), random.Random(0))
    order = random.Random(options.seed)
    epochs = [packs_of(rows, order) for _ in range(options.epochs)]
    steps = [step for packs in epochs for step in steps_of(packs)]
    trained = [one for one in model.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=options.lr, weight_decay=0.0)
    warm = max(1, len(steps) // 20)
    rate = lambda step: min(1, (step + 1) / warm) * 0.5 * (1 + math.cos(math.pi * step / len(steps)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    taken = steps[: options.steps]
    state = {"step": 0, "seconds": 0.0, "tokens": 0, "computed": 0, "answers": 0}
    state |= {"losses": [], "before": None}
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=False)
        set_peft_model_state_dict(model, kept["adapter"])
        optimizer.load_state_dict(kept["optimizer"])
        schedule.load_state_dict(kept["schedule"])
        state = kept["state"]
        print(f"going on from step {state['step']}", flush=True)
    if state["before"] is None:
        state["before"] = held_out_loss(model, tested)
        print(f"{len(rows)} rows, {len(steps)} steps; held-out loss before: {state['before']:.3f}", flush=True)
    began = time.time() - state["seconds"]
    for step in range(state["step"], len(taken)):
        loss, count, computed = losses(model, steps[step])
        (loss / count).backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        state["losses"].append(loss.item() / count)
        state["tokens"] += sum(len(row["tokens"]) for pack in steps[step] for row in pack)
        state["computed"] += computed
        state["answers"] += count
        state["step"], state["seconds"] = step + 1, time.time() - began
        if (step + 1) % 10 == 0:
            recent = sum(state["losses"][-10:]) / 10
            print(f"step {step + 1}: loss {recent:.3f}, {state['tokens'] / state['seconds']:.0f} tokens of rows/s", flush=True)
        if (step + 1) % EVERY == 0:
            kept = {"adapter": get_peft_model_state_dict(model), "optimizer": optimizer.state_dict()}
            torch.save({**kept, "schedule": schedule.state_dict(), "state": state}, checkpoint.with_suffix(".tmp"))
            checkpoint.with_suffix(".tmp").rename(checkpoint)
    model.save_pretrained(options.out / "adapter")
    told = {
        "rows": sum(len(pack) for step in taken for pack in step),
        "epochs": options.epochs,
        "steps": len(taken),
        "tokens": state["tokens"],
        "answer_tokens": state["answers"],
        "computed_tokens": state["computed"],
        "seconds": round(state["seconds"]),
        "rank": options.rank,
        "learning_rate": options.lr,
        "loss_first": round(sum(state["losses"][:10]) / max(1, len(state["losses"][:10])), 3),
        "loss_last": round(sum(state["losses"][-20:]) / max(1, len(state["losses"][-20:])), 3),
        "held_out_rows": sum(len(pack) for pack in tested),
        "held_out_before": round(state["before"], 3),
        "held_out_after": round(held_out_loss(model, tested), 3),
    }
    (options.out / "tuning.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
