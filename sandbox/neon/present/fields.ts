import { isoTime } from '../http/time';
import type { Project } from '../model';

export const time = (timeMs: number | undefined): string | undefined =>
	timeMs === undefined ? undefined : isoTime(timeMs);

/** The host of a project's proxy, by its region. */
export const projectHost = (project: Pick<Project, 'regionId'>): string =>
	`${project.regionId.replace(/^aws-/, '')}.aws.neon.tech`;
