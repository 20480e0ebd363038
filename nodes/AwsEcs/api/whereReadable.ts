import { AwsRequestError } from '../../shared/aws/awsRequestError';
import { attempt } from '../../shared/waiting/attempt';
import type { Ecs } from './types';

/**
 * What is read of service deployments; null with an old policy, or an emulator that does not know them. The
 * deployments of the service itself have to do then. @throws whatever else reading raises.
 */
export async function whereReadable<Value>(ecs: Ecs, reading: Promise<Value>): Promise<Value | null> {
	const read = await attempt(reading);
	if (read.ok) return read.value;
	const { error } = read;
	if (!(error instanceof AwsRequestError)) throw error;
	const isRefused = /AccessDenied|UnknownOperation|UnsupportedFeature|NotImplemented|InternalFailure/.test(
		error.code ?? '',
	);
	const isUnknownToEmulator = ecs.endpoint !== undefined && error.code === 'UnreadableAnswer';
	if (isRefused || isUnknownToEmulator) return null;
	throw error;
}
