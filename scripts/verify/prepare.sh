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
# The sample is what the embedded model wrote, and a few talks of several turns, which no shipped recipe makes.
if [ -z "${1:-}" ]; then
  mkdir -p .verify
  cp scripts/verify/talks.mjs .verify/talks.mjs
  printf 'plugins: [./.verify/talks.mjs]\nexport: { rehearsal: true }\n' > .verify/rolellm.config.yaml
  node bin/rolellm.js generate --roles profiles/ --data .verify/data --config .verify/rolellm.config.yaml --provider offline --quiet > /dev/null
fi
# The reader's cache does not see that an export of the same folder is another one.
rm -rf .verify/datasets
# The offline model gives no preference pairs: a plug-in gives some, for an export that has none.
export PAIRS=$EXPORT
if [ ! -e "$EXPORT/dpo/train.jsonl" ]; then
  PAIRS=.verify/pairs/export
  node bin/rolellm.js generate --config scripts/verify/pairs.yaml --roles profiles/ --recipes better-and-worse --data .verify/pairs \
    --provider offline --quiet > /dev/null
fi
# LLaMA-Factory asks for older versions; only its reading of data is used.
export DISABLE_VERSION_CHECK=1 HF_HUB_OFFLINE=1 TOKENIZERS_PARALLELISM=false HF_DATASETS_CACHE=.verify/datasets
