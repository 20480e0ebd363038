import type { NetlifyDeploy } from '../api/types';
import { shortCommit } from './commit';
import { statusOf } from './deployStatus';

/** `abc1234 · main · live · 3 h ago · Fix the header` */
export function deployLabel(deploy: NetlifyDeploy, publishedId: string | undefined, nowMs: number): string {
	return [
		deploy.commit_ref ? shortCommit(deploy.commit_ref) : 'files',
		deploy.branch ?? '',
		deploy.id === publishedId ? 'live' : statusOf(deploy).state,
		deploy.created_at ? `${age(nowMs - Date.parse(deploy.created_at))} ago` : '',
		deploy.title ?? '',
	]
		.filter(Boolean)
		.join(' · ');
}

function age(durationMs: number): string {
	const minutes = Math.max(0, Math.floor(durationMs / 60_000));
	if (minutes < 60) return `${minutes} min`;
	const hours = Math.floor(minutes / 60);
	return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
