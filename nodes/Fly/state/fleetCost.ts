import type { UsageLine } from '../../deployment/costs/costReading';
import { numberAt, textAt } from '../../deployment/values/jsonFields';

/** States in which a machine does not run, and costs next to nothing. */
const atRest = new Set([
	'created',
	'stopped',
	'stopping',
	'suspended',
	'suspending',
	'destroyed',
	'destroying',
	'failed',
]);

/**
 * What machines and volumes cost if they stay as they are for a whole month. Fly.io names a price for each size with
 * its own memory; what is added to it, and volumes, have none.
 */
export function fleetLines(
	machines: readonly unknown[],
	volumes: readonly unknown[],
	sizes: readonly unknown[],
): UsageLine[] {
	const counts = new Map<string, number>();
	let extraMemoryMb = 0;
	for (const machine of machines.filter((each) => !atRest.has(textAt(each, 'state') ?? ''))) {
		const size = sizeName(machine);
		counts.set(size, (counts.get(size) ?? 0) + 1);
		const own = numberAt(sizeNamed(sizes, size), 'memoryMb');
		const memoryMb = numberAt(machine, 'config', 'guest', 'memory_mb');
		if (own !== null && memoryMb !== null) extraMemoryMb += Math.max(0, memoryMb - own);
	}
	const bySize = [...counts].sort(([one], [other]) => one.localeCompare(other));
	const gigabytes = volumes.reduce<number>((sum, volume) => sum + (numberAt(volume, 'size_gb') ?? 0), 0);
	return [
		...bySize.map(([name, quantity]): UsageLine => {
			const price = numberAt(sizeNamed(sizes, name), 'priceMonth');
			return { name, quantity, unit: 'machines', amount: price === null ? null : price * quantity };
		}),
		{ name: 'extraMemory', quantity: extraMemoryMb / 1024, unit: 'GB', amount: null },
		{ name: 'volumes', quantity: gigabytes, unit: 'GB', amount: null },
	];
}

/** As Fly.io names sizes: `shared-cpu-1x`, `performance-2x`. */
function sizeName(machine: unknown): string {
	const kind = textAt(machine, 'config', 'guest', 'cpu_kind') ?? 'unknown';
	const count = numberAt(machine, 'config', 'guest', 'cpus') ?? 0;
	return `${kind === 'shared' ? 'shared-cpu' : kind}-${count}x`;
}

function sizeNamed(sizes: readonly unknown[], name: string): unknown {
	return sizes.find((size) => textAt(size, 'name') === name);
}
