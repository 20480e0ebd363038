import { createHash } from 'node:crypto';

import type { Behaviour } from '../lifecycle/behaviour';
import { behavioursOf } from '../lifecycle/behaviour';
import { badRequest } from '../errors';
import { type FindCommitImage, isUnhealthyAt } from '../../kernel/builtImage';

/** OCI's label for the commit that an image was built from. */
export const revisionLabel = 'org.opencontainers.image.revision';

export type Labels = Readonly<Record<string, string>>;

export interface ImageReference {
	readonly registry: string;
	readonly repository: string;
	readonly tag: string | undefined;
	readonly digest: string | undefined;
}

export interface ResolvedImage {
	/** As the configuration wrote it. */
	readonly written: string;
	readonly registry: string;
	readonly repository: string;
	readonly tag: string | undefined;
	readonly digest: string;
	/** What its build wrote into it, such as the commit it was built from. */
	readonly labels: Labels;
	/** What a machine that runs it does. */
	readonly behaviours: ReadonlySet<Behaviour>;
}

const repositoryPattern = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/;
const tagPattern = /^[\w][\w.-]{0,127}$/;
const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** Reads `registry/repository[:tag][@digest]`; `undefined` when it is none. `nginx` is Docker Hub's `library/nginx:latest`. */
export function parseImageReference(text: string): ImageReference | undefined {
	const [named = '', digest, ...more] = text.split('@');
	if (more.length > 0 || (digest !== undefined && !digestPattern.test(digest))) return undefined;
	const slash = named.indexOf('/');
	const host = slash < 0 ? '' : named.slice(0, slash);
	const isHost = /[.:]/.test(host) || host === 'localhost';
	const rest = isHost ? named.slice(slash + 1) : named;
	const colon = rest.lastIndexOf(':');
	const path = colon < 0 ? rest : rest.slice(0, colon);
	const tag = colon < 0 ? undefined : rest.slice(colon + 1);
	if (!repositoryPattern.test(path) || (tag !== undefined && !tagPattern.test(tag))) return undefined;
	return {
		registry: isHost ? host : 'registry-1.docker.io',
		repository: isHost || path.includes('/') ? path : `library/${path}`,
		tag: tag ?? (digest === undefined ? 'latest' : undefined),
		digest,
	};
}

/** What is pushed beside the image's name. */
export interface PushDetails {
	readonly digest?: string | undefined;
	readonly behaviours?: ReadonlySet<Behaviour> | undefined;
	readonly labels?: Labels | undefined;
}

interface PushedImage {
	readonly digest: string;
	readonly tag: string | undefined;
	readonly labels: Labels;
	readonly behaviours: ReadonlySet<Behaviour> | undefined;
}

/**
 * Every tag that parses is there, but for one that is a commit which GitHub Actions has not built, with a digest made from its name, unless `push` says another. A tag with the
 * word `missing` is not there. The tag's words decide how a machine that runs it behaves (see behaviour.ts).
 */
export class ImageRegistry {
	private readonly tags = new Map<string, PushedImage>();
	private readonly digests = new Map<string, PushedImage>();

	constructor(private readonly findCommitImage: FindCommitImage) {}

	/** Makes the tag name this digest from now on; machines that run the old one go on with it. Raises 400. */
	push(written: string, { digest, behaviours, labels = {} }: PushDetails = {}): ResolvedImage {
		const reference = parseImageReference(written);
		if (!reference || (digest !== undefined && !digestPattern.test(digest))) {
			throw badRequest(`invalid image reference "${written}" or digest "${digest ?? ''}"`);
		}
		const pushed = {
			digest: digest ?? reference.digest ?? digestOf(written),
			tag: reference.tag,
			labels,
			behaviours,
		};
		if (reference.tag !== undefined) this.tags.set(keyOf(reference, reference.tag), pushed);
		this.digests.set(keyOf(reference, pushed.digest), pushed);
		return this.resolve(written);
	}

	/** Raises 400 for a string that is not a reference and for an image that is not in its registry. */
	resolve(written: string): ResolvedImage {
		const reference = parseImageReference(written);
		if (!reference) throw badRequest(`invalid_argument: invalid image identifier: ${written}`);
		const pushed =
			reference.digest === undefined
				? this.tags.get(keyOf(reference, reference.tag ?? ''))
				: this.digests.get(keyOf(reference, reference.digest));
		const tag = reference.tag ?? pushed?.tag;
		const built = pushed ? undefined : this.builtImage(reference);
		const behaviours = pushed?.behaviours ?? built?.behaviours ?? behavioursOf(tag ?? '');
		if (behaviours.has('missing')) {
			throw badRequest(
				`failed to get manifest ${written}: request failed: not found: MANIFEST_UNKNOWN: manifest unknown`,
			);
		}
		const digest = reference.digest ?? pushed?.digest ?? digestOf(keyOf(reference, tag ?? ''));
		const { registry, repository } = reference;
		const labels = pushed?.labels ?? built?.labels ?? {};
		// A machine that was made from a digest alone finds its behaviour again by it.
		if (!this.digests.has(keyOf(reference, digest))) {
			this.digests.set(keyOf(reference, digest), { digest, tag, labels, behaviours });
		}
		return { written, registry, repository, tag: reference.tag, digest, labels, behaviours };
	}

	/** What GitHub Actions pushes: a tag that is a commit, with the commit as label. Not there before it is built. */
	private builtImage({ repository, tag = '' }: ImageReference): Pick<PushedImage, 'behaviours' | 'labels'> | undefined {
		const name = repository.slice(repository.lastIndexOf('/') + 1);
		const found = this.findCommitImage(name, tag);
		if (!found) return undefined;
		const words: Behaviour[] = isUnhealthyAt(found.commit, `fly/${name}`) ? ['broken'] : [];
		return {
			behaviours: new Set<Behaviour>(found.isBuilt ? words : ['missing']),
			labels: { [revisionLabel]: found.commit.sha },
		};
	}
}

/** The digest that a reference has as long as nothing else was pushed under it. */
export function digestOfReference(written: string): string {
	const reference = parseImageReference(written);
	return reference ? digestOf(keyOf(reference, reference.tag ?? '')) : '';
}

const keyOf = (reference: ImageReference, version: string): string =>
	`${reference.registry}/${reference.repository} ${version}`;

const digestOf = (name: string): string => `sha256:${createHash('sha256').update(name).digest('hex')}`;
