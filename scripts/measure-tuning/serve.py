"""Serves a GGUF file with llama.cpp's OpenAI-compatible server until it is ended: python serve.py FILE.gguf PORT SLOTS THREADS."""
import signal
import sys

import xllamacpp

model, port, slots, threads = sys.argv[1:]
params = xllamacpp.CommonParams()
params.model.path = model
params.n_parallel = int(slots)
params.n_ctx = 2048 * params.n_parallel
params.cpuparams.n_threads = int(threads)
params.cpuparams_batch.n_threads = int(threads)
params.port = int(port)
server = xllamacpp.Server(params)
print("ready", flush=True)
signal.pause()
