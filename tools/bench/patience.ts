/** That, or an error with those words when it takes longer: a benchmark that waits for ever tells nobody why. */
export async function atMost<Result>(limitMs: number, work: Promise<Result>, why: () => string): Promise<Result> {
	let stop: () => void = () => undefined;
	const late = new Promise<never>((_resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`${why()} (after ${limitMs / 1000} s)`)), limitMs);
		stop = () => clearTimeout(timer);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		stop();
	}
}
