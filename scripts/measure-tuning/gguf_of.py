"""Writes a GGUF file with the dequantised weights (float16) of another, and an adapter's change added where one is named.

    python gguf_of.py --gguf MODEL.gguf --out FILE.gguf [--adapter FOLDER]

The base and every tuned model are so served from the same weights, with the same tokenizer and chat template.
"""
import argparse
import json
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter
from gguf.quants import dequantize
from safetensors.numpy import load_file

PLACES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def interleave(weights, heads):
    """Rows of query and key as llama.cpp rotates them: transformers has the two halves of a head apart."""
    rows, columns = weights.shape
    return weights.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def read_changes(folder, heads):
    """What an adapter adds to each weight, by its name in a GGUF file."""
    config = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    scale = config["lora_alpha"] / config["r"]
    tensors = load_file(folder / "adapter_model.safetensors")
    changes = {}
    for name, down in tensors.items():
        if ".lora_A." not in name:
            continue
        change = scale * (tensors[name.replace(".lora_A.", ".lora_B.")] @ down)
        _, _, layer_and_place = name.partition(".layers.")
        layer, _, place = layer_and_place.partition(".")
        kind = PLACES[place.removesuffix(".lora_A.weight")]
        changes[f"blk.{layer}.{kind}.weight"] = interleave(change, heads[kind]) if kind in heads else change
    return changes


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gguf", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--adapter", type=Path)
    options = parser.parse_args()
    reader = GGUFReader(options.gguf)
    architecture = reader.fields["general.architecture"].contents()
    heads_of = lambda key: int(reader.fields[f"{architecture}.attention.{key}"].contents())
    heads = {"attn_q": heads_of("head_count"), "attn_k": heads_of("head_count_kv")}
    changes = read_changes(options.adapter, heads) if options.adapter else {}
    writer = GGUFWriter(options.out, architecture)
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name in ("general.architecture", "general.file_type", "general.quantization_version"):
            continue
        kind = field.types[0]
        of = field.types[1] if kind == GGUFValueType.ARRAY else None
        writer.add_key_value(name, field.contents(), kind, sub_type=of)
    writer.add_file_type(1)
    for tensor in reader.tensors:
        weights = dequantize(tensor.data, tensor.tensor_type).astype(np.float32).reshape(tensor.shape[::-1])
        weights = weights + changes.pop(tensor.name, 0)
        # One-dimensional weights are read as float32 only.
        writer.add_tensor(tensor.name, weights.astype(np.float32 if weights.ndim == 1 else np.float16))
    if changes:
        raise SystemExit(f"the model has no {', '.join(sorted(changes))}")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main()
