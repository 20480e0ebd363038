import type { FlyWorld } from './world';

/** Where the sandbox stands, for who asks which region is the nearest. */
export const nearestRegion = 'ord';

export const regions = [
	{ code: 'ams', name: 'Amsterdam, Netherlands', latitude: 52.37, longitude: 4.9 },
	{ code: 'fra', name: 'Frankfurt, Germany', latitude: 50.11, longitude: 8.68 },
	{ code: 'iad', name: 'Ashburn, Virginia (US)', latitude: 39.02, longitude: -77.46 },
	{ code: 'ord', name: 'Chicago, Illinois (US)', latitude: 41.89, longitude: -87.63 },
	{ code: 'sjc', name: 'San Jose, California (US)', latitude: 37.35, longitude: -121.96 },
] as const;

/** Names for several regions, as placements take them. */
const aliases: Readonly<Record<string, readonly string[]>> = {
	any: regions.map(({ code }) => code),
	eu: ['ams', 'fra'],
	na: ['iad', 'ord', 'sjc'],
};

/** How many machines one region takes at most, for who asks without a number. */
const regionLimit = 50;

export interface Placement {
	readonly region: string;
	readonly count: number;
	readonly concurrency: number;
}

/**
 * Where so many machines would go: the wanted regions and aliases in their order, full and unknown ones left out. A number goes to the first region; none asks what every region takes.
 */
export function placeMachines(world: FlyWorld, wanted: string, count: number): Placement[] {
	const words = wanted.split(',').map((word) => word.trim());
	const named = words.flatMap((word) => aliases[word] ?? aliases['any']?.filter((code) => code === word) ?? []);
	const free = [...new Set(named)].filter((code) => !world.fullRegions.has(code));
	const placed = count === 0 ? free : free.slice(0, 1);
	return placed.map((region) => ({ region, count: count === 0 ? regionLimit : count, concurrency: regionLimit }));
}
