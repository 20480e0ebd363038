import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { inspectLock } from '../../api/redis/locks';
import { lockNameField } from '../../fields/lock';
import { lockJson } from '../../output/lockJson';

export const inspect: Operation = {
	value: 'inspect',
	name: 'Inspect',
	action: 'Inspect a lock',
	description: 'See who holds a lock, since when and until when, or who held it last; changes nothing',
	properties: [lockNameField],
	async execute(context) {
		const name = lockNameField.read(context);
		return lockJson(name, await inspectLock(upstashClient(context), name));
	},
};
