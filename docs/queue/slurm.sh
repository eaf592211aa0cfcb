#!/bin/bash
# An array of sixteen workers, each with a vLLM server on its own GPU. Start the run first, where the data folder is:
#   rolellm generate --executor queue --model qwen3 --context-window 32768 --roles my-roles/
# ROLELLM_QUEUE comes from the environment of sbatch.
#SBATCH --job-name=rolellm-work
#SBATCH --array=1-16
#SBATCH --gres=gpu:1
#SBATCH --time=04:00:00
#SBATCH --signal=B:TERM@120

port=$((20000 + SLURM_ARRAY_TASK_ID))
vllm serve Qwen/Qwen3-8B --served-model-name qwen3 --max-model-len 32768 --port "$port" &
server=$!
trap 'kill -TERM "$worker" 2>/dev/null' TERM
until curl --silent --fail "http://127.0.0.1:$port/v1/models" >/dev/null; do sleep 5; done
rolellm work --model qwen3 --base-url "http://127.0.0.1:$port/v1" --until-done --max-minutes 230 &
worker=$!
wait "$worker"
wait "$worker"
status=$?
kill "$server"
exit "$status"
