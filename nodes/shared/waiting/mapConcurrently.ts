/**
 * `worker` over every element, at most `concurrency` at once, results in order. The first failure
 * stops further starts, lets what runs finish, and is thrown.
 */
export async function mapConcurrently<Element, Result>(
	elements: readonly Element[],
	concurrency: number,
	worker: (element: Element, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results = new Array<Result>(elements.length);
	const failures: unknown[] = [];
	let next = 0;
	const lane = async () => {
		for (let index = next++; index < elements.length && failures.length === 0; index = next++) {
			try {
				results[index] = await worker(elements[index] as Element, index);
			} catch (error) {
				failures.push(error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, concurrency) }, lane));
	if (failures.length > 0) throw failures[0];
	return results;
}
