import { readObject, readText } from '../../protocol/jsonInput';
import type { Task } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';

/** What each container of a task writes to CloudWatch Logs, where its log driver is `awslogs`. */
export function writeTaskLog(world: EcsWorld, task: Task, message: string): void {
	for (const [index, container] of task.taskDefinition.containers.entries()) {
		const configuration = readObject(container, 'logConfiguration');
		const options = readObject(configuration, 'options');
		const group = readText(options, 'awslogs-group');
		const prefix = readText(options, 'awslogs-stream-prefix');
		const name = task.containers[index]?.name ?? '';
		if (configuration['logDriver'] !== 'awslogs' || group === undefined) continue;
		const stream = prefix === undefined ? task.id : `${prefix}/${name}/${task.id}`;
		world.logs.write(group, stream, `${name} ${readText(container, 'image') ?? ''}: ${message}`);
	}
}
