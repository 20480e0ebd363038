/** A function's bundle, as Netlify takes it: one zip. */
export interface FunctionBundle {
	readonly name: string;
	readonly sha256: string;
	readonly zip: Buffer;
	/** The binary field that holds it. */
	readonly field: string;
}
