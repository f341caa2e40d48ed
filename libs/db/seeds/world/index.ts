import { aldermere } from './aldermere.ts';
import type { OrganizationContent } from './content.ts';
import { lumenfold } from './lumenfold.ts';
import { tidehall } from './tidehall.ts';

export const world: readonly OrganizationContent[] = [lumenfold, aldermere, tidehall];
