/** One workflow of a bundle, held against what an n8n has. */
export interface ComparedWorkflow {
	readonly name: string;
	/** Undefined when it is not in that n8n. */
	readonly id: string | undefined;
	/**
	 * `edited`: a person changed it since it was last put there; `newer`: the bundle did; `both`; `unknown`: nothing tells
	 * who.
	 */
	readonly state: 'same' | 'edited' | 'newer' | 'both' | 'unknown' | 'absent' | 'archived';
	/** A line for each thing that differs (differences.ts). */
	readonly differences: readonly string[];
	/** What a person chose there, which is no difference. */
	readonly chosen: readonly string[];
}
