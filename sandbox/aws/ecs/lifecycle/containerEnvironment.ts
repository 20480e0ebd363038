import { readObjects, readText } from '../../protocol/jsonInput';
import { secretValueOf } from '../../secrets/secretReference';
import type { Task } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';

/** What a container's program finds in its environment: its definition's, the secrets' values, and the overrides of this task. */
export function containerEnvironment(
	{ secrets }: EcsWorld,
	task: Task,
	name: string,
): Readonly<Record<string, string>> {
	const isNamed = (each: Parameters<typeof readText>[0]): boolean => readText(each, 'name') === name;
	const definition = task.taskDefinition.containers.find(isNamed) ?? {};
	const override = readObjects(task.overrides, 'containerOverrides').find(isNamed) ?? {};
	const pairs = (entries: ReturnType<typeof readObjects>, value: string): Array<[string, string]> =>
		entries.map((entry) => [readText(entry, 'name') ?? '', readText(entry, value) ?? '']);
	return Object.fromEntries([
		...pairs(readObjects(definition, 'environment'), 'value'),
		...pairs(readObjects(definition, 'secrets'), 'valueFrom').map(([key, reference]): [string, string] => [
			key,
			secretValueOf(secrets, reference) ?? '',
		]),
		...pairs(readObjects(override, 'environment'), 'value'),
	]);
}
