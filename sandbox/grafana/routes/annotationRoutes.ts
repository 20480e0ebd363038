import type { SandboxHandler, SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { grafanaError } from '../errors';
import type { StoredAnnotation } from '../model';
import { annotationBody } from '../present';
import type { World } from '../world';
import { fieldsOf, numberIn, textIn, textsIn } from './answers';

/** https://grafana.com/docs/grafana/latest/developers/http_api/annotations/ */
export function annotationRoutes(world: World): SandboxRoute[] {
	const found = ({ params }: SandboxRequest): StoredAnnotation => {
		const annotation = world.annotations.find(({ id }) => String(id) === params.annotation);
		if (!annotation) throw grafanaError(404, 'Could not find annotation');
		return annotation;
	};
	const list: SandboxHandler = ({ query }) => {
		const tags = query.getAll('tags');
		const bound = (name: string): number => Number(query.get(name) ?? 0);
		const [from, to] = [bound('from'), bound('to')];
		const isAny = query.get('matchAny') === 'true';
		const dashboard = query.get('dashboardUID');
		const matching = world.annotations.filter(
			(annotation) =>
				(tags.length === 0 ||
					(isAny
						? tags.some((tag) => annotation.tags.includes(tag))
						: tags.every((tag) => annotation.tags.includes(tag)))) &&
				(dashboard === null || annotation.dashboardUid === dashboard) &&
				// Both are needed, or neither counts, as Grafana does.
				(from === 0 || to === 0 || (annotation.timeMs <= to && annotation.timeEndMs >= from)),
		);
		const newestFirst = matching.sort((left, right) => right.timeMs - left.timeMs || right.id - left.id);
		return { status: 200, body: newestFirst.slice(0, Number(query.get('limit') ?? 100)).map(annotationBody) };
	};
	const create: SandboxHandler = (request) => {
		const fields = fieldsOf(request);
		const text = textIn(fields, 'text') ?? '';
		if (text === '') throw grafanaError(400, 'Failed to save annotation', { error: 'text field should not be empty' });
		const nowMs = world.now();
		const timeMs = numberIn(fields, 'time') ?? nowMs;
		const timeEndMs = numberIn(fields, 'timeEnd') ?? timeMs;
		if (timeEndMs < timeMs) throw grafanaError(400, 'Failed to save annotation', { error: 'invalid time range' });
		const annotation = {
			id: world.nextId(),
			text,
			tags: textsIn(fields, 'tags') ?? [],
			timeMs,
			timeEndMs,
			dashboardUid: textIn(fields, 'dashboardUID') ?? null,
			panelId: numberIn(fields, 'panelId') ?? 0,
			createdAtMs: nowMs,
			updatedAtMs: nowMs,
		};
		world.annotations.push(annotation);
		return { status: 200, body: { message: 'Annotation added', id: annotation.id } };
	};
	const patch: SandboxHandler = (request) => {
		const before = found(request);
		const fields = fieldsOf(request);
		// What is empty or 0 is left as it is, as Grafana does.
		const changed = {
			...before,
			text: textIn(fields, 'text') || before.text,
			tags: textsIn(fields, 'tags') ?? before.tags,
			timeMs: numberIn(fields, 'time') || before.timeMs,
			timeEndMs: numberIn(fields, 'timeEnd') || before.timeEndMs,
			updatedAtMs: world.now(),
		};
		world.annotations = world.annotations.map((other) => (other.id === before.id ? changed : other));
		return { status: 200, body: { message: 'Annotation patched' } };
	};
	const remove: SandboxHandler = (request) => {
		const { id } = found(request);
		world.annotations = world.annotations.filter((other) => other.id !== id);
		return { status: 200, body: { message: 'Annotation deleted' } };
	};
	const one = '/api/annotations/:annotation';
	return [
		{ method: 'GET', pattern: '/api/annotations', handle: list },
		{ method: 'POST', pattern: '/api/annotations', handle: create },
		{ method: 'GET', pattern: one, handle: (request) => ({ status: 200, body: annotationBody(found(request)) }) },
		{ method: 'PATCH', pattern: one, handle: patch },
		{ method: 'DELETE', pattern: one, handle: remove },
	];
}
