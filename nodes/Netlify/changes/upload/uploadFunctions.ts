import { OperationFailure } from '../../../shared/operation/errors';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { putFunction, type UploadTarget } from '../../api/uploads';
import { assertNotStopped } from '../assertNotStopped';
import type { UploadOptions } from './uploadOptions';

/** Sends the functions that Netlify lacks; it knows them by the SHA-256 of their zip. */
export async function uploadFunctions(
	target: UploadTarget,
	required: readonly string[],
	{ functions, functionsRuntime, concurrency, cancelSignal }: UploadOptions,
): Promise<void> {
	const unknown = required.find((sha256) => functions.every((bundle) => bundle.sha256 !== sha256));
	if (unknown !== undefined) {
		throw new OperationFailure(
			`Netlify asks for function ${unknown}, which none of the zip files is`,
			'Run this again. If it happens again, look at the deploy in Netlify',
		);
	}
	const missing = functions.filter(({ sha256 }) => required.includes(sha256));
	await mapConcurrently(missing, concurrency, async ({ name, zip }) => {
		assertNotStopped(cancelSignal);
		await putFunction(target, name, functionsRuntime, zip);
	});
}
