/** A number as people read it. */
export const thousands = (value: number): string => value.toLocaleString('en-US');

/** An amount of money: small ones with four digits behind the point. */
export const dollars = (amount: number): string => `$${amount.toFixed(amount < 1 ? 4 : 2)}`;
