import type { NetlifyHook } from '../api/types';
import type { Registration } from './registration';

/** This node's notifications: by address, which only this node has, or by what it remembers. */
export function ownHooks(hooks: readonly NetlifyHook[], url: string, registration: Registration | null): NetlifyHook[] {
	return hooks.filter(({ id, data }) => data?.url === url || registration?.hookIds.includes(id) === true);
}
