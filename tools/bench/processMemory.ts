import { readFile, writeFile } from 'node:fs/promises';

/** Resident memory of a process, now and at its peak, in MB (Linux). */
export async function memoryMb(processId: number): Promise<{ readonly now: number; readonly peak: number }> {
	const status = await readFile(`/proc/${processId}/status`, 'utf8');
	const read = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
	return { now: read('VmRSS'), peak: read('VmHWM') };
}

/** The kernel keeps a process's peak; from here on it counts anew (proc(5), clear_refs). */
export async function countPeakAnew(processId: number): Promise<void> {
	await writeFile(`/proc/${processId}/clear_refs`, '5');
}
