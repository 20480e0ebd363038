export type Settled<Value> =
	| { readonly ok: true; readonly value: Value }
	| { readonly ok: false; readonly error: unknown };

/** A promise's end as a value, where a failure is something to deal with rather than to pass on. */
export async function settled<Value>(work: Promise<Value>): Promise<Settled<Value>> {
	return await work.then(
		(value): Settled<Value> => ({ ok: true, value }),
		(error: unknown): Settled<Value> => ({ ok: false, error }),
	);
}
