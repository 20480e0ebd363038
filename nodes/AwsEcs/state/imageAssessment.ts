import type { Task } from '@aws-sdk/client-ecs';

import { type DeploymentAssessment, inconsistent } from './deploymentAssessment';
import type { DeploymentExpectation, Fleet } from './fleet';
import { shortDigest } from './images';
import { containersIn, digestOf, resolvedDigest, runsAnother } from './taskImages';

type SeenImages = Required<Pick<DeploymentAssessment, 'digests' | 'warnings'>>;

/** The images that the containers run; or the assessment of the first that is not the one it must be. */
export function assessImages(
	{ tasks, revision }: Fleet,
	running: readonly Task[],
	{ digests: askedDigests, verifiedContainers }: DeploymentExpectation,
	/** How the tasks that run differ from a digest in a container; empty when they do not. */
	mismatch: (container: string, expected: string | null) => string,
): SeenImages | DeploymentAssessment {
	const digests = new Map<string, string>();
	const warnings: string[] = [];
	for (const container of containersIn(tasks, revision, askedDigests.keys())) {
		const resolved = resolvedDigest(revision, container);
		const asked = askedDigests.get(container) ?? null;
		if (asked !== null && resolved !== null && resolved !== asked) return oldImage(container, resolved, asked);
		const seen = new Set(running.map((task) => digestOf(task, container)));
		const [only] = seen;
		if (seen.size === 1 && only) digests.set(container, only);
		if (verifiedContainers && !verifiedContainers.has(container)) {
			if (seen.size > 1) warnings.push(`${differentImages(container, seen)}: nobody asked for one of them`);
			continue;
		}
		const reason = mismatch(container, asked ?? resolved);
		if (reason !== '') {
			return asked !== null && running.every((task) => runsAnother(task, container, asked))
				? oldImage(container, digestOf(running[0], container) ?? unreportedImage, asked)
				: inconsistent(reason);
		}
		if (seen.size > 1) return inconsistent(differentImages(container, seen));
		if (running.length > 0 && !only) return notReported(container);
	}
	return { digests, warnings };
}

const unreportedImage = 'an image that ECS does not report';

function differentImages(container: string, digests: ReadonlySet<string | null>): string {
	const images = [...digests].map((digest) => digest ?? unreportedImage);
	return `The tasks run different images in container ${container}: ${images.join(', ')}`;
}

function oldImage(container: string, running: string, asked: string): DeploymentAssessment {
	return {
		phase: 'failed',
		state: 'superseded',
		reason: `Container ${container} runs ${shortDigest(running)}, not ${shortDigest(asked)}: the tag points to another image than the one that was asked for`,
		advice: 'Deploy the image by its digest, or push it under a tag of its own and deploy that',
	};
}

/** Not every container instance reports digests; a tag alone does not show what runs. */
function notReported(container: string): DeploymentAssessment {
	return {
		...inconsistent(`ECS does not report which image container ${container} runs, so its tag cannot be verified`),
		advice: 'Deploy the image by its digest, registry/repository@sha256:…: then the reference itself shows what runs',
	};
}
