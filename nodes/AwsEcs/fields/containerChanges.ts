import { parseImageReference } from '../../deployment/values/imageReference';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { ContainerChange } from '../state/containerChange';
import { type Row, rowsIn } from './rows';

export interface RequestedChanges {
	readonly changes: readonly ContainerChange[];
	/** Container to the digest it must run, where one is asked for. */
	readonly digests: ReadonlyMap<string, string>;
	/** Whether some image is named by a tag alone, which may stand for something new each time. */
	readonly hasMovableTag: boolean;
	/** The first container with a new image. */
	readonly mainContainer: string | undefined;
}

/** What Images, Environment Variables and Secrets ask for. @throws ConfigurationError when an entry is incomplete or an image cannot be read. */
export function requestedChanges(context: OperationContext): RequestedChanges {
	const images = rowsIn(context, 'images.image').map(imageChange);
	const digests = images.flatMap(({ container, digest }): [string, string][] =>
		digest === null ? [] : [[container, digest]],
	);
	return {
		changes: [
			...images.map(({ container, image }): ContainerChange => ({ container, image })),
			...rowsIn(context, 'environment.variable').map(variableChange),
			...rowsIn(context, 'secrets.secret').map(secretChange),
		],
		digests: new Map(digests),
		hasMovableTag: digests.length < images.length,
		mainContainer: images[0]?.container,
	};
}

function imageChange(row: Row) {
	// Empty for the one that the service is there for, which its task definition tells.
	const container = row.container ?? '';
	const image = row.image ?? '';
	const pinned = requireImage(image, container);
	const expected = requireDigest(row.expectedDigest ?? '', container);
	if (expected !== null && pinned !== null && expected !== pinned) {
		throw new ConfigurationError(
			`The image for container ${container} names another digest than its Expected Digest`,
			'Leave Expected Digest empty when the image names its digest',
		);
	}
	return { container, image, digest: expected ?? pinned };
}

function variableChange(row: Row): ContainerChange {
	const container = requireFilled(row.container, 'An environment variable', 'container');
	const name = requireFilled(row.name, `An environment variable of container ${container}`, 'name');
	return { container, environment: { [name]: row.value ?? '' } };
}

function secretChange(row: Row): ContainerChange {
	const container = requireFilled(row.container, 'A secret', 'container');
	const name = requireFilled(row.name, `A secret of container ${container}`, 'name');
	const valueFrom = requireFilled(row.valueFrom, `Secret ${name} of container ${container}`, 'Value From');
	return { container, secrets: { [name]: valueFrom } };
}

/** The digest that an image names; null where it names none. */
function requireImage(image: string, container: string): string | null {
	const parsed = parseImageReference(image);
	if (parsed.ok) return parsed.image.digest;
	throw new ConfigurationError(
		`The image${container && ` for container ${container}`} cannot be used: ${parsed.reason}`,
		'Give it as registry/repository:tag or registry/repository@sha256:digest, with the repository in lower case',
	);
}

/** Null where it is left empty. */
function requireDigest(digest: string, container: string): string | null {
	if (digest === '') return null;
	if (/^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
	throw new ConfigurationError(
		`The expected digest for container ${container} cannot be read: "${digest}"`,
		'Give it as sha256: and 64 hexadecimal digits, as docker push and the registry show it',
	);
}

function requireFilled(value: string | undefined, owner: string, field: string): string {
	if (value) return value;
	throw new ConfigurationError(
		`${owner} has an empty ${field}`,
		field === 'container'
			? 'Give the name of the container as it is in the task definition'
			: `Fill in its ${field}, or remove the entry`,
	);
}
