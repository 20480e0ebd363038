/** A compiled pattern: places that each take one character, and where to go on from there. */
export interface GlobProgram {
	readonly start: readonly number[];
	readonly places: readonly GlobPlace[];
}

interface GlobPlace {
	readonly accepts: (character: string) => boolean;
	/** The places that may come next; the number of places stands for the end. */
	readonly next: readonly number[];
}

/** How many places are looked at for one name and one pattern, about 20 ms. */
const maxLooks = 200_000;

/**
 * Whether one of the programs takes a whole name. All ways through a program are followed side by
 * side, so that the time grows with the length of name and pattern, and not with how often a star may
 * be tried; null where even that takes too long to be known.
 */
export function runGlobs(programs: readonly GlobProgram[], name: string): boolean | null {
	const characters = [...name];
	let looksLeft = maxLooks;
	for (const program of programs) {
		const { matches, looks } = runGlob(program, characters, looksLeft);
		if (matches) return true;
		looksLeft -= looks;
		if (looksLeft < 0) return null;
	}
	return false;
}

function runGlob(
	{ start, places }: GlobProgram,
	characters: readonly string[],
	looksAllowed: number,
): { readonly matches: boolean; readonly looks: number } {
	const reachedAt = new Int32Array(places.length + 1);
	let looks = 0;
	let current = start;
	for (let position = 0; position < characters.length; position++) {
		const character = characters[position] ?? '';
		const after: number[] = [];
		looks += current.length;
		if (looks > looksAllowed) break;
		for (const index of current) {
			const place = places[index];
			if (place === undefined || !place.accepts(character)) continue;
			for (const next of place.next) {
				if (reachedAt[next] === position + 1) continue;
				reachedAt[next] = position + 1;
				after.push(next);
			}
		}
		current = after;
		if (after.length === 0) break;
	}
	return { matches: looks <= looksAllowed && current.includes(places.length), looks };
}

/** A step takes a character, or, without `accepts`, goes on to several others at once. */
interface GlobStep {
	readonly accepts: ((character: string) => boolean) | null;
	readonly next: readonly number[];
}

/** Puts a program together, piece by piece. */
export class GlobBuilder {
	private readonly steps: GlobStep[] = [];

	take(accepts: (character: string) => boolean): void {
		this.steps.push({ accepts, next: [this.steps.length + 1] });
	}

	takeText(text: string): void {
		for (const character of text) this.take((other) => other === character);
	}

	/** Any of the pieces; an empty one may be left out. */
	oneOf(...pieces: ReadonlyArray<() => void>): void {
		const fork = this.reserve();
		const starts: number[] = [];
		const ends: number[] = [];
		for (const piece of pieces) {
			starts.push(this.steps.length);
			piece();
			ends.push(this.reserve());
		}
		this.steps[fork] = { accepts: null, next: starts };
		for (const end of ends) this.steps[end] = { accepts: null, next: [this.steps.length] };
	}

	/** The same character test again and again; not at all only with `least` 0. */
	repeat(accepts: (character: string) => boolean, least: 0 | 1): void {
		if (least === 1) this.take(accepts);
		const fork = this.steps.length;
		this.steps.push({ accepts: null, next: [fork + 1, fork + 2] });
		this.steps.push({ accepts, next: [fork] });
	}

	build(): GlobProgram {
		const indexes = new Map<number, number>();
		this.steps.forEach(({ accepts }, step) => {
			if (accepts !== null) indexes.set(step, indexes.size);
		});
		indexes.set(this.steps.length, indexes.size);
		const placesFrom = (step: number) => this.takingSteps(step).flatMap((taking) => indexes.get(taking) ?? []);
		const places = this.steps.flatMap(({ accepts, next: [next = 0] }) =>
			accepts === null ? [] : [{ accepts, next: placesFrom(next) }],
		);
		return { start: placesFrom(0), places };
	}

	/** The steps that take a character, and the end, to be reached from here without taking any. */
	private takingSteps(from: number): number[] {
		const seen = new Set<number>();
		const waiting = [from];
		for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
			if (seen.has(step)) continue;
			seen.add(step);
			const found = this.steps[step];
			if (found?.accepts === null) waiting.push(...found.next);
		}
		return [...seen].filter((step) => this.steps[step]?.accepts !== null);
	}

	/** A place that is filled in later. */
	private reserve(): number {
		this.steps.push({ accepts: null, next: [] });
		return this.steps.length - 1;
	}
}
