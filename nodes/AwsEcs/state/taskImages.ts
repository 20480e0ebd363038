import type { ServiceRevision, Task } from '@aws-sdk/client-ecs';

import { digestIn } from './images';

/** Containers that GuardDuty, Service Connect and Fargate add to a task, which no image was asked for. */
const injected = /^(aws-guardduty-agent|ecs-service-connect|aws-fargate-supervisor)(-|$)/;

/** Containers of the tasks, of the revision, and those that are asked about. */
export function containersIn(
	tasks: readonly Task[],
	revision: ServiceRevision | undefined,
	asked: Iterable<string>,
): string[] {
	const names = new Set([
		...asked,
		...(revision?.containerImages ?? []).map(({ containerName }) => containerName ?? ''),
		...(tasks[0]?.containers ?? []).map(({ name }) => name ?? ''),
	]);
	return [...names].filter((name) => name !== '' && !injected.test(name));
}

/** Whether a container does not run `expected`: by what ECS reports, or by an image reference that pins it. */
export function runsAnother(task: Task, container: string | undefined, expected: string | null): boolean {
	if (expected === null) return false;
	const seen = task.containers?.find(({ name }) => name === container);
	return seen?.imageDigest !== expected && digestIn(seen?.image) !== expected;
}

/** What ECS reports or, where it reports nothing, the digest that the image reference itself pins. */
export function digestOf(task: Task | undefined, container: string | undefined): string | null {
	const seen = task?.containers?.find(({ name }) => name === container);
	return seen?.imageDigest ?? digestIn(seen?.image);
}

/** What ECS resolved a container's image to; null where it does not say. */
export function resolvedDigest(revision: ServiceRevision | undefined, container: string): string | null {
	const image = revision?.containerImages?.find(({ containerName }) => containerName === container);
	// A reference that pins its digest names it as the asker does; ECS may resolve it to one platform's.
	return digestIn(image?.image) ?? image?.imageDigest ?? null;
}
