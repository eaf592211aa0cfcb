import type { Child } from 'hono/jsx';

/** A part of the page that the list at its top points at. */
export function Section({ id, title, children }: { id: string; title: string; children?: Child }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}

/** What is not there yet, in a sentence, and the command that makes it. */
export function NotYet({ what, command }: { what: string; command: string }) {
  return (
    <p class="absent">
      {what} Run <code>{`rolellm ${command}`}</code>.
    </p>
  );
}
