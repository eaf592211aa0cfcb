# Makes the virtual environment and, where no export is named, a sample one. Sets EXPORT.
if [ ! -e .verify/venv/ready ]; then
  python3 -m venv .verify/venv
  .verify/venv/bin/pip install --quiet torch==2.13.0
  .verify/venv/bin/pip install --quiet -r scripts/verify/requirements.txt
  .verify/venv/bin/pip install --quiet --no-deps opencompass llamafactory axolotl
  touch .verify/venv/ready
fi
npm run --silent build
EXPORT=${1:-.verify/data/export}
if [ -z "${1:-}" ]; then node bin/rolellm.js generate --roles profiles/ --data .verify/data --provider offline --quiet > /dev/null; fi
# The offline model gives no preference pairs: a plug-in gives some, for an export that has none.
export PAIRS=$EXPORT
if [ ! -e "$EXPORT/dpo/train.jsonl" ]; then
  PAIRS=.verify/pairs/export
  node bin/rolellm.js generate --config scripts/verify/pairs.yaml --roles profiles/ --recipes better-and-worse --data .verify/pairs \
    --provider offline --quiet > /dev/null
fi
# LLaMA-Factory asks for older versions; only its reading of data is used.
export DISABLE_VERSION_CHECK=1 HF_HUB_OFFLINE=1 TOKENIZERS_PARALLELISM=false HF_DATASETS_CACHE=.verify/datasets
