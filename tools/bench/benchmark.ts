/** What one benchmark found: always two things, measured in one run on one machine. */
export interface BenchmarkResult {
	readonly name: string;
	readonly ours: string;
	readonly reference: string;
	/** Ours to the reference's, so that it can be read without the machine. */
	readonly ratio: number;
	readonly goal: string;
	readonly reached: boolean;
	readonly notes: readonly string[];
}

export interface Benchmark {
	/** The word that selects it on the command line. */
	readonly word: string;
	/** `say`: how far it is, for who waits; what it found is what it returns. */
	run(say: (line: string) => void): Promise<BenchmarkResult[]>;
}
