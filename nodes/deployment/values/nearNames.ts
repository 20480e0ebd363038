/** Those of `names` that a mistyped `wanted` probably meant, the nearest first; at most `limit`. */
export function nearNames(wanted: string, names: readonly string[], limit = 3): string[] {
	const target = wanted.toLowerCase();
	return [...new Set(names)]
		.map((name) => ({ name, distance: distanceBetween(target, name.toLowerCase()) }))
		.filter(({ name, distance }) => {
			const isPart = target !== '' && name.toLowerCase().includes(target);
			return isPart || distance <= Math.max(2, Math.floor(target.length / 3));
		})
		.sort((left, right) => left.distance - right.distance || left.name.localeCompare(right.name))
		.slice(0, limit)
		.map(({ name }) => name);
}

/** Levenshtein's: how many letters to add, remove or replace. */
function distanceBetween(left: string, right: string): number {
	let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
	for (let row = 1; row <= left.length; row++) {
		const current = [row];
		for (let column = 1; column <= right.length; column++) {
			const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
			current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
		}
		previous = current;
	}
	return previous[right.length] ?? 0;
}
