import { N8nApiError } from './types';

/** What came of a call: its answer, or n8n's refusal of just this one. */
export type Outcome<Answer> = { readonly answer: Answer } | { readonly refusal: N8nApiError };

/** Raises what concerns every call: no answer, or an API key that n8n does not know. */
export async function outcomeOf<Answer>(call: Promise<Answer>): Promise<Outcome<Answer>> {
	return await call.then(
		(answer) => ({ answer }),
		(error: unknown) => {
			if (error instanceof N8nApiError && error.status !== undefined && error.status !== 401) return { refusal: error };
			throw error;
		},
	);
}
