import { FACETS, type Facet, type RowPage } from '../view/api.js';
import type { Choice } from './choice.js';
import { element, thousands } from './element.js';

/** How a value is called where it is empty. */
const EMPTY: Partial<Record<Facet, string>> = { fate: 'not filtered', check: 'none', mark: 'not marked' };

const named = (facet: Facet, value: string) => (value === '' ? (EMPTY[facet] ?? '–') : value.replaceAll('_', '-'));

/** The fields by which rows are chosen. */
export interface Filters {
  element: HTMLElement;
  search: HTMLInputElement;
  /** Shows what is chosen, and how many rows each other value would give. */
  show(choice: Choice, facets: RowPage['facets']): void;
}

/** Makes the fields; `onChange` is told a new choice. */
export function createFilters(first: Choice, onChange: (choice: Choice) => void): Filters {
  const search = element('input', {
    type: 'search',
    id: 'search',
    name: 'q',
    placeholder: 'Words in text or evidence',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-keyshortcuts': '/',
    value: first.q ?? '',
  });
  const selects = new Map(FACETS.map((facet) => [facet, element('select', { id: `facet-${facet}`, name: facet })]));

  function read(): Choice {
    const choice: Choice = {};
    for (const [facet, select] of selects) if (select.value !== '*') choice[facet] = select.value.slice(1);
    if (search.value.trim() !== '') choice.q = search.value;
    return choice;
  }

  const fields = [...selects].map(([facet, select]) => {
    select.addEventListener('change', () => onChange(read()));
    return element('label', { for: select.id }, element('span', {}, facet), select);
  });
  search.addEventListener('input', () => onChange(read()));
  const facets = element('div', { class: 'facets', id: 'facets' }, ...fields);
  // Where the window is narrow the list comes first: the style sheet shows this button and hides the facets.
  const toggle = element(
    'button',
    {
      type: 'button',
      class: 'quiet toggle',
      'aria-controls': facets.id,
      'aria-expanded': 'false',
      onclick: () => toggle.setAttribute('aria-expanded', String(form.classList.toggle('open'))),
    },
    'Filters',
  );
  const form = element(
    'form',
    { class: 'filters', role: 'search', onsubmit: (event) => event.preventDefault() },
    element('label', { class: 'search', for: 'search' }, element('span', {}, 'search'), search),
    toggle,
    facets,
  );

  return {
    element: form,
    search,
    show(choice, counts) {
      const chosen = FACETS.filter((facet) => choice[facet] !== undefined).length;
      toggle.textContent = chosen === 0 ? 'Filters' : `Filters (${chosen})`;
      toggle.classList.toggle('chosen', chosen > 0);
      for (const [facet, select] of selects) {
        const wanted = choice[facet];
        const values = counts[facet];
        const shown =
          wanted === undefined || values.some(([value]) => value === wanted)
            ? values
            : [...values, [wanted, 0] as [string, number]];
        // A value begins with a letter of its own, so that the empty one differs from all.
        const options = shown.map(([value, rows]) =>
          element(
            'option',
            { value: `=${value}`, selected: value === wanted },
            `${named(facet, value)} (${thousands(rows)})`,
          ),
        );
        select.replaceChildren(element('option', { value: '*', selected: wanted === undefined }, 'all'), ...options);
        select.classList.toggle('chosen', wanted !== undefined);
      }
    },
  };
}
