/**
 * How a machine behaves with an image: words of its tag, between `-`, `.`, `_` or the tag's ends (`v7-no-pull`).
 * An image pushed through the control API may name them apart from its tag.
 */
export const behaviours = {
	missing: 'The registry has no such tag: a create or update is refused with 400',
	'no-pull': 'The pull fails: an update goes back to the old version, a new machine ends destroyed',
	slow: 'Pulled in 30 s and booted in 60 s',
	'never-starts': 'Stays in state starting',
	fails: 'Ends in state failed: its init does not start',
	crash: 'Exits with code 1, 2 s after each start, until the restart policy gives up',
	'crash-once': 'Exits with code 1, 2 s after its first start, and runs on after the second',
	oom: 'Is killed for lack of memory (exit code 137), 2 s after each start',
	'late-crash': 'Starts, passes its checks and exits with code 1 after 20 s',
	unhealthy: 'Runs, but its checks never pass',
	broken: 'Runs and passes its checks, but answers everybody with 503',
	'slow-checks': 'Its checks pass 90 s later than they could',
	warning: 'Its checks stay at warning',
	flapping: 'Its checks pass for 8 s and are critical from then on',
	'one-failing': 'The last of its checks never passes, the others do',
	'no-checks': 'Reports no checks at all, whatever is configured',
	'release-fails': 'Its release command exits with code 1',
	'full-host': "An update to it finds no room on the machine's host (409)",
} as const;

export type Behaviour = keyof typeof behaviours;

export function isBehaviour(word: unknown): word is Behaviour {
	return typeof word === 'string' && Object.hasOwn(behaviours, word);
}

export function behavioursOf(tag: string): ReadonlySet<Behaviour> {
	const words = Object.keys(behaviours)
		.filter(isBehaviour)
		.sort((left, right) => right.length - left.length);
	let rest = tag;
	const found = new Set<Behaviour>();
	for (const word of words) {
		const pattern = new RegExp(`(^|[-._])${word}(?=$|[-._])`);
		if (!pattern.test(rest)) continue;
		found.add(word);
		// `slow-checks` is not `slow` too.
		rest = rest.replace(pattern, '$1');
	}
	return found;
}
