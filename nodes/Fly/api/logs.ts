import { listAt, textAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { FlyClient } from './client';
import type { FlyLogLine } from './types';

/** The newest lines that Fly still has, the oldest first (superfly/fly-go, `GetAppLogs`). @param machine '' for all. */
export async function readLog(fly: FlyClient, app: string, machine: string): Promise<FlyLogLine[]> {
	const body = await fly.readWeb(path`/api/v1/apps/${app}/logs`, {
		next_token: '',
		...(machine !== '' && { instance: machine }),
	});
	return listAt(body, 'data').map((line) => {
		const text = (name: string): string => textAt(line, 'attributes', name) ?? '';
		return {
			at: text('timestamp'),
			machine: text('instance'),
			region: text('region'),
			level: text('level'),
			message: text('message'),
		};
	});
}
