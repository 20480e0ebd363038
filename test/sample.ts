/** Whether all of it is tried, as `npm test -- --long` does; else, of what takes many minutes, a fixed sample. */
export const isFull = process.env.SLIPWAY_FULL === '1';

/** Every so many-th of them, beginning with that one: with another beginning for each case, none is left out of all. */
export function sampled<Item>(all: readonly Item[], every: number, first = 0): readonly Item[] {
	return isFull ? all : all.filter((_, index) => index % every === first % every);
}
