"""Keeps the questions that the base's answer came to an end on: python ended.py MODEL.gguf MOST BASE.jsonl OTHER.jsonl… FOLDER

Writes each file's answers to these questions to FOLDER, so that a model can be compared where the base did not run on or loop.
"""
import json
import sys
from pathlib import Path

from transformers import AutoTokenizer

model, most, *files, folder = sys.argv[1:]
tokenizer = AutoTokenizer.from_pretrained(str(Path(model).parent), gguf_file=Path(model).name)
rows = {file: [json.loads(line) for line in open(file, encoding="utf-8")] for file in files}
length = lambda row: len(tokenizer(row["generated"][0], add_special_tokens=False).input_ids)
# The spaces around an answer are not recorded: it may be a token or two shorter than it was.
ended = {(row["role"], row["question"]) for row in rows[files[0]] if length(row) < int(most) - 3}
for file in files:
    kept = [row for row in rows[file] if (row["role"], row["question"]) in ended]
    for kind in ("general", "role_specific"):
        out = Path(folder) / f"{Path(file).parent.name}-{kind}.jsonl"
        out.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps({k: row[k] for k in ("role", "question", "generated")}) for row in kept if row["set"] == kind]
        out.write_text("\n".join(lines) + "\n", encoding="utf-8")
