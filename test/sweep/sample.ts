import { createHash } from 'node:crypto';

const SEED = 'slipway';

/** So many of them, the same ones each time. */
export function sampleOf<Named extends { readonly name: string }>(all: readonly Named[], count: number): Named[] {
	const place = ({ name }: Named): string => createHash('sha256').update(`${SEED} ${name}`).digest('hex');
	return all
		.map((one) => ({ one, place: place(one) }))
		.toSorted((left, right) => (left.place < right.place ? -1 : 1))
		.slice(0, count)
		.map(({ one }) => one);
}
