export type Attempt<Value> =
	{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown };

/** A promise's end as a value, where a failure is something to deal with rather than to pass on. */
export async function attempt<Value>(work: Promise<Value>): Promise<Attempt<Value>> {
	return await work.then(
		(value): Attempt<Value> => ({ ok: true, value }),
		(error: unknown): Attempt<Value> => ({ ok: false, error }),
	);
}
