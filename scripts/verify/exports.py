"""Opens an export with the tools that users open it with, and says of each what it read. Ends with status 1 where one could not."""
import json
import os
import sys
import traceback
from pathlib import Path

import yaml
from stand_ins import bare_package, stand_in_for
from tiny import make_model, train_tokenizer

EXPORT = Path(sys.argv[1]).resolve()
# An export with preference pairs: the same, or one of a plug-in.
PAIRS = Path(os.environ.get("PAIRS", sys.argv[1])).resolve()


class Skipped(Exception):
    """The export has nothing for this check."""


def rows_of(path, folder=EXPORT):
    with open(folder / path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def front_matter():
    text = (EXPORT / "README.md").read_text(encoding="utf-8")
    return yaml.safe_load(text.split("---\n")[1])


def count_rows(path):
    if path.endswith(".parquet"):
        import pyarrow.parquet

        return pyarrow.parquet.read_metadata(EXPORT / path).num_rows
    return len(rows_of(path))


def hugging_face_datasets():
    """Every configuration of the dataset card, every split."""
    from datasets import load_dataset

    front = front_matter()
    for key in ["license", "language", "tags", "size_categories", "configs"]:
        assert front.get(key), f"the card has no {key}"
    splits = 0
    for config in front["configs"]:
        loaded = load_dataset(str(EXPORT), config["config_name"])
        for file in config["data_files"]:
            assert loaded[file["split"]].num_rows == count_rows(file["path"]), file
            splits += 1
    by_default = load_dataset(str(EXPORT))
    parquet = load_dataset(str(EXPORT / "parquet"))
    assert by_default["train"].num_rows == count_rows("messages/train.jsonl") > 0
    assert parquet["train"].num_rows == count_rows("axolotl/train.jsonl") > 0
    assert all(len(row["turns"]) >= 2 and row["turns"][-1]["text"] == row["answer"] for row in parquet["train"])
    return f"{len(front['configs'])} configurations, {splits} splits"


def open_compass():
    """Its own RoleBench loader over the folder, and its own reader of configurations over opencompass.py."""
    import importlib.util

    root = Path(importlib.util.find_spec("opencompass").submodule_search_locations[0])
    for name in ["datasets", "utils", "openicl", "configs"]:
        bare_package(f"opencompass.{name}", root / name)
    stand_in_for("rouge", "jieba", "evaluate", "nltk", "tiktoken", "openai", "cpm_kernels", "rank_bm25", "prettytable")
    from opencompass.utils import datasets as utils_datasets
    from opencompass.utils.logging import get_logger

    sys.modules["opencompass.utils"].get_data_path = utils_datasets.get_data_path
    sys.modules["opencompass.utils"].get_logger = get_logger
    from opencompass.openicl.icl_dataset_reader import DatasetReader

    sys.modules["opencompass.openicl"].DatasetReader = DatasetReader
    from opencompass.datasets import rolebench

    from mmengine.config import Config

    config = Config.fromfile(str(EXPORT.parent / "opencompass.py"))._to_lazy_dict()
    names = [one["abbr"] for one in config["datasets"]]
    assert len(set(names)) == len(names), "two sets share a name"
    told = []
    for one in config["datasets"]:
        loader = getattr(rolebench, str(one["type"]).split(".")[-1].strip("'>"))
        loaded = loader.load(path=one["path"])
        for row in loaded["test"]:
            assert row["answer"] and row["desc"] and row["question"]
        told.append(f"{one['abbr']} {loaded['train'].num_rows}/{loaded['test'].num_rows}")
    return ", ".join(told)


def llama_factory_sets(folder, ranking):
    """The sets of dataset_info.json as LLaMA-Factory's own reader and converters make it: name, rows of the file, rows of it."""
    stand_in_for("torchaudio")
    from llamafactory.data.converter import align_dataset  # noqa: F401
    from llamafactory.data.loader import _load_single_dataset
    from llamafactory.data.parser import get_dataset_list
    from llamafactory.hparams import DataArguments, ModelArguments
    from transformers import Seq2SeqTrainingArguments

    info = json.loads((folder / "dataset_info.json").read_text(encoding="utf-8"))
    for name, entry in info.items():
        if ranking != entry.get("ranking", False):
            continue
        data_args = DataArguments(dataset=name, dataset_dir=str(folder), template="llama3")
        [attributes] = get_dataset_list([name], str(folder))
        training = Seq2SeqTrainingArguments(output_dir=".verify/llamafactory", use_cpu=True)
        loaded = _load_single_dataset(attributes, ModelArguments(model_name_or_path="none"), data_args, training)
        rows = rows_of(entry["file_name"], folder)
        assert loaded.num_rows == len(rows), name
        yield name, rows, loaded


def llama_factory():
    """Nothing may be dropped."""
    told = []
    for name, _, loaded in llama_factory_sets(EXPORT, ranking=False):
        for row in loaded:
            assert row["_system"] and len(row["_prompt"]) % 2 == 1 and len(row["_response"]) == 1, (name, row)
            assert [turn["role"] for turn in row["_prompt"]] == ["user", "assistant"] * (len(row["_prompt"]) // 2) + ["user"]
            assert row["_response"][0]["content"], (name, row)
        longest = max(len(row["_prompt"]) for row in loaded)
        told.append(f"{name} {loaded.num_rows} (up to {longest + 1} turns)")
    return ", ".join(told)


def partly_trained():
    """A sample of several turns of which one is not to be trained on, as Axolotl's rows say it."""
    for row in rows_of("axolotl/train.jsonl"):
        answers = [message for message in row["messages"] if message["role"] == "assistant"]
        if len({message["train"] for message in answers}) == 2:
            return row["messages"]
    raise Skipped("no sample has a turn that is not to be trained on")


def check_mask(tokenizer, ids, labels, texts):
    """Token by token: what counts in the loss are these texts, each with the mark that ends it, and nothing else."""
    assert len(ids) == len(labels)
    runs, counted = [], 0
    for position, (token, label) in enumerate(zip(ids, labels)):
        if label == -100:
            continue
        assert label == token, (position, token, label)
        counted += 1
        if position > 0 and labels[position - 1] != -100:
            runs[-1].append(token)
        else:
            runs.append([token])
    assert [tokenizer.decode(run) for run in runs] == [text + tokenizer.eos_token for text in texts], runs
    return f"{counted} of {len(ids)} tokens"


def llama_factory_mask():
    """Its own template and processor with mask_history over sharegpt-turns: of each row the last turn counts."""
    from llamafactory.data.processor.supervised import SupervisedDatasetProcessor
    from llamafactory.data.template import get_template_and_fix_tokenizer
    from llamafactory.hparams import DataArguments

    messages = partly_trained()
    system, turns = messages[0]["content"], messages[1:]
    rows = [row for row in rows_of("sharegpt-turns/train.jsonl") if row["system"] == system]
    answers = [turn["content"] for turn in turns if turn["role"] == "assistant" and turn["train"]]
    tokenizer = tokenizer_of(rows_of("axolotl/train.jsonl"))
    data_args = DataArguments(template="vicuna", cutoff_len=4096, mask_history=True)
    template = get_template_and_fix_tokenizer(tokenizer, data_args)
    processor = SupervisedDatasetProcessor(template=template, tokenizer=tokenizer, processor=None, data_args=data_args)
    sides = {"human": "user", "gpt": "assistant"}
    told = []
    for answer in answers:
        [row] = [
            row for row in rows
            if row["conversations"][-1]["value"] == answer
            and [turn["value"] for turn in row["conversations"]] == [turn["content"] for turn in turns[: len(row["conversations"])]]
        ][:1]
        aligned = [{"role": sides[turn["from"]], "content": turn["value"]} for turn in row["conversations"]]
        ids, labels = processor._encode_data_example(
            prompt=aligned[:-1], response=aligned[-1:], system=system, tools="", images=[], videos=[], audios=[]
        )
        told.append(check_mask(tokenizer, ids, labels, [answer]))
    return f"{len(answers)} rows of one sample: {', '.join(told)}"
def llama_factory_pairs():
    """Every pair with all turns before it, the chosen answer first."""
    told = []
    for name, rows, loaded in llama_factory_sets(PAIRS, ranking=True):
        for row, aligned in zip(rows, loaded):
            assert aligned["_system"] == row["system"], name
            assert [turn["content"] for turn in aligned["_prompt"]] == [turn["value"] for turn in row["conversations"]], name
            answers = [row["chosen"]["value"], row["rejected"]["value"]]
            assert [answer["content"] for answer in aligned["_response"]] == answers, name
        told.append(f"{name} {loaded.num_rows}, {max(len(row['_prompt']) for row in loaded)} turns before the answers at most")
    assert told, "there is no ranking set"
    return "; ".join(told)


def tokenizer_of(rows):
    return train_tokenizer(message["content"] for row in rows for message in row["messages"])


def axolotl():
    """Its own chat_template strategy: the loss is on the answer and its end, on nothing else."""
    from axolotl.prompt_strategies.chat_template import load
    from axolotl.utils.dict import DictDefault

    rows = rows_of("messages/train.jsonl")
    tokenizer = tokenizer_of(rows)
    config = DictDefault({"sequence_len": 4096, "train_on_inputs": False})
    dataset = DictDefault(
        {"type": "chat_template", "chat_template": "tokenizer_default", "field_messages": "messages",
         "roles_to_train": ["assistant"], "train_on_eos": "turn"}
    )
    strategy = load(tokenizer, config, dataset)
    for row in rows[:200]:
        made = strategy.tokenize_prompt(row)
        trained = [token for token in made["labels"] if token != -100]
        text = tokenizer.decode(trained, skip_special_tokens=True)
        answers = [message["content"] for message in row["messages"] if message["role"] == "assistant"]
        assert text.strip() == "".join(answers).strip(), (text, row)
    return f"{min(200, len(rows))} rows of {len(rows)}, loss on the answers alone"


def axolotl_mask():
    """Its own chat_template strategy with message_field_training over the axolotl format: only turns that are marked count."""
    from axolotl.prompt_strategies.chat_template import load
    from axolotl.utils.dict import DictDefault

    messages = partly_trained()
    tokenizer = tokenizer_of(rows_of("axolotl/train.jsonl"))
    dataset = DictDefault(
        {"type": "chat_template", "chat_template": "tokenizer_default", "field_messages": "messages",
         "message_field_training": "train", "roles_to_train": ["assistant"], "train_on_eos": "turn"}
    )
    strategy = load(tokenizer, DictDefault({"sequence_len": 4096, "train_on_inputs": False}), dataset)
    trained = [message["content"] for message in messages if message["train"]]
    made = strategy.tokenize_prompt({"messages": messages})
    one = check_mask(tokenizer, made["input_ids"], made["labels"], trained)
    for row in rows_of("axolotl/train.jsonl"):
        made = strategy.tokenize_prompt(row)
        check_mask(tokenizer, made["input_ids"], made["labels"], [turn["content"] for turn in row["messages"] if turn["train"]])
    return f"one sample: {one}; all {len(rows_of('axolotl/train.jsonl'))} rows"


def trl_mask():
    """Its own SFTTrainer over turns: of each row the completion counts."""
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    messages = partly_trained()
    tokenizer = tokenizer_of(rows_of("axolotl/train.jsonl"))
    ends = [number for number, message in enumerate(messages) if message["train"]]
    plain = [{"role": message["role"], "content": message["content"]} for message in messages]
    wanted = [{"prompt": plain[:end], "completion": plain[end : end + 1]} for end in ends]
    rows = rows_of("turns/train.jsonl")
    assert all(row in rows for row in wanted)
    arguments = SFTConfig(
        output_dir=".verify/trl", use_cpu=True, report_to="none", completion_only_loss=True, max_length=4096, disable_tqdm=True
    )
    data = load_dataset("json", data_files=str(EXPORT / "turns/train.jsonl"), split="train")
    trainer = SFTTrainer(model=make_model(tokenizer), args=arguments, train_dataset=data, processing_class=tokenizer)
    told = []
    for row in wanted:
        batch = trainer.data_collator([trainer.train_dataset[rows.index(row)]])
        ids, labels = batch["input_ids"][0].tolist(), batch["labels"][0].tolist()
        told.append(check_mask(tokenizer, ids, labels, [row["completion"][0]["content"]]))
    return f"{data.num_rows} rows; {len(wanted)} rows of one sample: {', '.join(told)}"


def trl():
    """SFTTrainer on messages with a chat template, some steps."""
    import torch
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    torch.manual_seed(0)
    rows = rows_of("messages/train.jsonl")
    tokenizer = tokenizer_of(rows)
    data = load_dataset("json", data_files=str(EXPORT / "messages/train.jsonl"), split="train[:64]")
    arguments = SFTConfig(
        output_dir=".verify/trl", max_steps=3, per_device_train_batch_size=4, assistant_only_loss=True, use_cpu=True,
        report_to="none", save_strategy="no", logging_steps=1, max_length=1024, disable_tqdm=True,
    )
    trainer = SFTTrainer(model=make_model(tokenizer), args=arguments, train_dataset=data, processing_class=tokenizer)
    trainer.train()
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    return f"3 steps, loss {losses[0]:.2f} to {losses[-1]:.2f}"


def trl_prompt_completion():
    """The rocit rows: SFTTrainer takes prompt and completion apart."""
    from datasets import load_dataset

    data = load_dataset("json", data_files=str(EXPORT / "rocit/train.jsonl"), split="train")
    from trl import is_conversational

    assert set(data.column_names) == {"prompt", "completion"} and not is_conversational(data[0])
    return f"{data.num_rows} rows"


def trl_pairs():
    """DPOTrainer on the pairs: its own preparation must hold each answer alone after the prompt; then some steps."""
    import torch
    from datasets import load_dataset
    from trl import DPOConfig, DPOTrainer

    torch.manual_seed(0)
    rows = rows_of("dpo/train.jsonl", PAIRS)
    tokenizer = train_tokenizer(message["content"] for row in rows for part in ["prompt", "chosen", "rejected"] for message in row[part])
    data = load_dataset("json", data_files=str(PAIRS / "dpo/train.jsonl"), split="train")
    arguments = DPOConfig(
        output_dir=".verify/dpo", max_steps=3, per_device_train_batch_size=2, use_cpu=True, bf16=False, report_to="none",
        save_strategy="no", logging_steps=1, max_length=1024, disable_tqdm=True,
    )
    # A reference of its own: TRL would load one by the model's name, and ours has none.
    models = {"model": make_model(tokenizer), "ref_model": make_model(tokenizer)}
    trainer = DPOTrainer(**models, args=arguments, train_dataset=data, processing_class=tokenizer)
    prepared = list(trainer.train_dataset)
    assert len(prepared) == len(rows)
    for row, made in zip(rows, prepared):
        assert row["prompt"][-1]["role"] == "user", row
        for part in ["chosen", "rejected"]:
            text = tokenizer.decode(made[f"{part}_ids"], skip_special_tokens=True)
            assert text.strip() == row[part][0]["content"].strip(), (text, row)
        prompt = tokenizer.decode(made["prompt_ids"])
        assert all(message["content"] in prompt for message in row["prompt"]), prompt
    trainer.train()
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    longest = max(len(row["prompt"]) - 1 for row in rows)
    return f"{len(rows)} pairs, {longest} turns before the answers at most; 3 steps, loss {losses[0]:.2f} to {losses[-1]:.2f}"


def openai_rules():
    """The published rules of a fine-tuning file: roles, keys, an assistant's turn that counts, ten lines, the length of a line."""
    for name in ["messages/train", "messages/test", "openai/train", "openai/test"]:
        rows = rows_of(f"{name}.jsonl")
        for number, row in enumerate(rows, 1):
            assert set(row) == {"messages"}, number
            for message in row["messages"]:
                assert set(message) <= {"role", "content", "name", "weight"}, number
                assert message["role"] in {"system", "user", "assistant"}, number
                assert isinstance(message["content"], str) and message["content"], number
                assert message.get("weight", 1) in (0, 1) and ("weight" not in message or message["role"] == "assistant"), number
            assert any(message["role"] == "assistant" and message.get("weight", 1) for message in row["messages"]), number
            # A token is at least one byte: a line of fewer bytes than the limit of tokens cannot be too long.
            assert sum(len(message["content"].encode()) for message in row["messages"]) < 65536, number
    count = len(rows_of("messages/train.jsonl"))
    assert count >= 10, f"{count} rows, and ten are the least"
    return f"{count} and {len(rows_of('openai/train.jsonl'))} rows to train on"


def coser():
    """The keys that CoSER's evaluation reads of each scene of its test set (gca_evaluation/main.py)."""
    scenes = 0
    for split in ["train", "test"]:
        for scene in json.loads((EXPORT / f"coser/{split}.json").read_text(encoding="utf-8")):
            assert scene["book"] and isinstance(scene["scenario"], str) and isinstance(scene["plot"]["summary"], str)
            assert {"i_p", "key_characters"} <= set(scene["plot"]) and isinstance(scene["i_c"], int)
            speaking = scene["speaking_characters_w_env"]
            assert all(line["character"] in speaking and line["message"] for line in scene["dialogues"])
            assert all(scene["character_profiles"][name] for name in scene["major_characters"])
            assert {one["name"] for one in scene["key_characters"]} <= set(speaking)
            scenes += 1
    return f"{scenes} scenes"


def wiki_role_eval():
    """The keys that Ditto's evaluation reads of each row (eval/call_openai_api_gpt4_eval.py, scoring.py)."""
    rows = 0
    for path in [EXPORT / f"wikiroleeval/{split}.jsonl" for split in ["train", "test"]]:
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines() if path.exists() else []):
            meta, turns = row["meta"], len(row["prompts"])
            assert [one["role"] for one in row["ref_messages"]] == ["system", *["user", "assistant"] * turns]
            assert len(meta["evidence"]) == len(meta["rejection_labels"]) == turns
            assert set(meta["rejection_labels"]) <= {0, 1} and meta["lang"] in ["en", "zh"]
            assert any(one.startswith(f"{meta['label']}: ") for one in meta["role_consist_cands"]) and meta["summary"]
            rows += 1
    return f"{rows} rows"


def rouge_score_oracle():
    """`rolellm eval` of two files against google's rouge_score, English as it is, Chinese as letters for its characters."""
    import re
    import subprocess

    from rouge_score import rouge_scorer

    scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)
    told = []
    for language, folder in [("en", "rolebench-eng/instruction-generalization"), ("zh", "rolebench-zh")]:
        references = f"{folder}/general/test.jsonl"
        predictions = f"{folder}/general/rolegpt_baseline.jsonl"
        if not (EXPORT / references).exists():
            continue
        command = ["node", "bin/rolellm.js", "eval", "--json", "--lang", language]
        command += ["--predictions", str(EXPORT / predictions), "--references", str(EXPORT / references)]
        ours = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)

        def tokens(text):
            found = re.findall(r"[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]", text.lower())
            return " ".join(token if token.isascii() else f"u{ord(token):x}" for token in found)

        prepare = tokens if language == "zh" else lambda text: text
        answers = {(row["role"], row["question"].strip()): row["generated"][0] for row in rows_of(predictions)}
        scores = [
            scorer.score(prepare(row["generated"][0]), prepare(answers[row["role"], row["question"].strip()]))["rougeL"]
            for row in rows_of(references)
            if (row["role"], row["question"].strip()) in answers
        ]
        theirs = sum(score.fmeasure for score in scores) / len(scores)
        mine = ours["scores"]["all"]["first"]["f1"]
        assert abs(theirs - mine) < 1e-9, (language, theirs, mine)
        told.append(f"{language} {len(scores)} pairs, F1 {mine:.4f}")
    return ", ".join(told)


CHECKS = [
    ("google's rouge_score", rouge_score_oracle),
    ("Hugging Face datasets", hugging_face_datasets),
    ("LLaMA-Factory", llama_factory),
    ("LLaMA-Factory, mask of sharegpt-turns", llama_factory_mask),
    ("LLaMA-Factory, pairs", llama_factory_pairs),
    ("Axolotl", axolotl),
    ("Axolotl, mask by turn", axolotl_mask),
    ("TRL, messages", trl),
    ("TRL, mask of turns", trl_mask),
    ("TRL, rocit", trl_prompt_completion),
    ("CoSER's keys", coser),
    ("WikiRoleEval's keys", wiki_role_eval),
    ("TRL, pairs", trl_pairs),
    ("OpenAI's rules", openai_rules),
    ("OpenCompass", open_compass),
]

failed = 0
for name, check in CHECKS:
    try:
        print(f"ok      {name}: {check()}", flush=True)
    except Skipped as reason:
        print(f"skipped {name}: {reason}", flush=True)
    except Exception:
        failed += 1
        print(f"failed  {name}:\n{traceback.format_exc()}", flush=True)
sys.exit(1 if failed else 0)
