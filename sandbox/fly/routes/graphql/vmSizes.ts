/** Sizes of machines with the memory that their price includes, in US dollars for a month of 30 days. */
export const vmSizes = [
	size('shared-cpu-1x', 1, 256, 2.02),
	size('shared-cpu-2x', 2, 512, 4.04),
	size('shared-cpu-4x', 4, 1_024, 8.08),
	size('performance-1x', 1, 2_048, 32.19),
	size('performance-2x', 2, 4_096, 64.39),
];

function size(name: string, cpuCores: number, memoryMb: number, priceMonth: number) {
	return {
		name,
		cpuCores,
		memoryMb,
		memoryGb: memoryMb / 1_024,
		maxMemoryMb: memoryMb * 8,
		memoryIncrementsMb: [memoryMb, memoryMb * 2, memoryMb * 4, memoryMb * 8],
		priceMonth,
		priceSecond: priceMonth / (30 * 86_400),
	};
}
