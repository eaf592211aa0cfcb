import type { AskedPrompt } from '../../store/prompt-log.js';

/** Prompts that a row came from, as they were asked. */
export function PromptDetails({ prompts }: { prompts: readonly AskedPrompt[] }) {
  return (
    <>
      {prompts.map(({ prompt, messages }) => (
        <details class="prompt">
          <summary>
            The prompt, <span class="place">{prompt}</span>
          </summary>
          {messages.map(({ role, content }) => (
            <blockquote>
              <p>
                <b>{role}</b>
              </p>
              <p>{content}</p>
            </blockquote>
          ))}
        </details>
      ))}
    </>
  );
}
