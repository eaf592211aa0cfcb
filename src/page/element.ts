/** What an element is made with: attributes by name, and listeners by `on` and the event's name. */
export type Properties = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

export type Child = Node | string | undefined;

/** Makes an element. Texts become text, never markup: what stands in a row cannot become part of the page. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A number as people read it. */
export const thousands = (value: number) => value.toLocaleString('en-US');
