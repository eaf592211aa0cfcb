"""RoCIT with TRL: a LoRA adapter on role-conditioned answers (RoleLLM, section 3.4). Settings are in trainer.json beside this file.

The role stands in the system turn, and the loss is on the response alone, so that at inference another system text makes another
role. The paper gives neither rank, learning rate, epochs, batch size nor length: what trainer.json has are common values.

    pip install torch transformers trl peft datasets accelerate
    accelerate launch train.py                                             one GPU
    accelerate launch --multi_gpu --num_processes 8 train.py               eight of one machine
    accelerate launch --config_file fsdp.yaml --num_processes 8 train.py   a model that one of them cannot hold
    accelerate launch --multi_gpu --num_machines 2 --machine_rank 0 --main_process_ip HOST --main_process_port 29500 \\
        --num_processes 16 train.py                                        two machines: rank 1 on the other
"""
import json
from pathlib import Path

from datasets import load_dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

HERE = Path(__file__).resolve().parent
SETTINGS = json.loads((HERE / "trainer.json").read_text(encoding="utf-8"))


def load_tokenizer():
    """The base model's tokenizer; with the paper's markup as its chat template where the settings say so."""
    tokenizer = AutoTokenizer.from_pretrained(SETTINGS["base_model"])
    if SETTINGS["markup"] == "paper":
        tokenizer.chat_template = (HERE / "paper.jinja").read_text(encoding="utf-8")
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def build_trainer(**changed):
    """A trainer over train.jsonl; `changed` are arguments of SFTConfig that differ from trainer.json's."""
    tokenizer = load_tokenizer()
    model = AutoModelForCausalLM.from_pretrained(SETTINGS["base_model"], dtype="auto")
    lora = LoraConfig(
        task_type="CAUSAL_LM",
        r=SETTINGS["lora"]["rank"],
        lora_alpha=SETTINGS["lora"]["alpha"],
        lora_dropout=SETTINGS["lora"]["dropout"],
        target_modules="all-linear",
        modules_to_save=SETTINGS["lora"]["whole"] or None,
    )
    arguments = dict(
        output_dir=str(HERE / "output"),
        num_train_epochs=SETTINGS["epochs"],
        per_device_train_batch_size=SETTINGS["batch_size"],
        gradient_accumulation_steps=SETTINGS["accumulation"],
        learning_rate=SETTINGS["learning_rate"],
        lr_scheduler_type="cosine",
        max_length=SETTINGS["max_tokens"],
        # Rows hold prompt and completion apart: this is what leaves the prompt out of the loss.
        completion_only_loss=True,
        logging_steps=10,
        save_strategy="epoch",
        report_to="none",
        seed=SETTINGS["seed"],
    )
    data = load_dataset("json", data_files=str(HERE / "train.jsonl"), split="train")
    return SFTTrainer(
        model=model,
        args=SFTConfig(**{**arguments, **changed}),
        train_dataset=data,
        processing_class=tokenizer,
        peft_config=lora,
    )


if __name__ == "__main__":
    trainer = build_trainer()
    trainer.train()
    trainer.save_model(str(HERE / "output"))
