import type { ECSClient } from '@aws-sdk/client-ecs';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** One side of a comparison: the vendor's own clients for the sandbox, or for the emulator. */
export interface Side {
	readonly ecs: ECSClient;
	readonly secrets: SecretsManagerClient;
	readonly network: { readonly subnets: string[]; readonly securityGroups: string[] };
}

/** One call that is made on both sides. */
export interface ComparedCall {
	readonly what: string;
	readonly call: (side: Side) => Promise<unknown>;
	/** The error's name, or `ok`: what AWS says, by its model, its documentation or a recorded answer. */
	readonly end: string;
	/** Why the emulator ends otherwise; then it must, so that it is noticed when it no longer does. */
	readonly emulatorErrs?: string;
}

export interface CallEnd {
	readonly end: string;
	readonly status: number | undefined;
	/** Paths of the answer's members, of lists those of the first element: `services[].deployments[].id`. */
	readonly members: readonly string[];
}

export async function endOf(call: ComparedCall, side: Side): Promise<CallEnd> {
	return await call.call(side).then(
		(answer): CallEnd => ({ end: 'ok', status: statusOf(answer), members: membersOf(answer) }),
		(error: unknown): CallEnd => ({
			end: error instanceof Error ? error.name : String(error),
			status: statusOf(error),
			members: [],
		}),
	);
}

function statusOf(value: unknown): number | undefined {
	const metadata: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, '$metadata') : undefined;
	const status: unknown =
		typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined;
	return typeof status === 'number' ? status : undefined;
}

function membersOf(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.length === 0 ? [] : membersOf(value[0], `${path}[]`);
	if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value)) return [];
	return Object.entries(value).flatMap(([name, inner]) => {
		// Empty texts and lists are how an emulator leaves something out.
		if (name === '$metadata' || inner === undefined || inner === null || inner === '') return [];
		if (Array.isArray(inner) && inner.length === 0) return [];
		// Keys of a map, such as version IDs, are no members.
		const own = /^[0-9a-f]{8}-/.test(name) ? `${path}.*` : path === '' ? name : `${path}.${name}`;
		return [own, ...membersOf(inner, own)];
	});
}
