import { textOf, walk } from './walk';

const steps = 50;

/* `npm run walk` makes more of them. */
it.each(Array.from({ length: 6 }, (_unused, index) => 1 + index * 10))(
	'breaks no rule, whatever happens in whatever order: ten walks from seed %i',
	async (first) => {
		for (let seed = first; seed < first + 10; seed++) {
			const broken = await walk(seed, steps);
			expect(broken === null ? '' : textOf(broken)).toBe('');
		}
	},
);
