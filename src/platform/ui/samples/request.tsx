import type { ComponentChildren, VNode } from 'preact'
import { RequestContext, type RequestInfo } from '../index.ts'

export const NOW = new Date('2026-11-21T01:00:00Z')

export function request(changes: Partial<RequestInfo> = {}): RequestInfo {
  return {
    language: 'id',
    institution: {
      id: '01930000-0000-7000-8000-000000000001',
      slug: 'contoh',
      name: 'Kabupaten Contoh',
      timeZone: 'Asia/Jakarta',
      synthetic: true,
    },
    actor: { name: 'Sari Wulandari', account: 'a', permissions: new Set(['complaint.read']) },
    path: '/pengaduan?status=terbuka&unit=1',
    now: NOW,
    assets: { css: '/assets/index.css', enhancer: '/assets/enhancer.js' },
    nav: [
      { stage: 'listen', path: '/pengaduan', label: 'Pengaduan' },
      { stage: 'listen', path: '/survei', label: 'Survei kepuasan' },
      { stage: 'listen', path: '/layanan', label: 'Layanan' },
      { stage: 'diagnose', path: '/sinyal', label: 'Sinyal' },
      { stage: 'diagnose', path: '/kompetensi', label: 'Kompetensi' },
      { stage: 'diagnose', path: '/kebutuhan', label: 'Kebutuhan' },
      { stage: 'develop', path: '/program', label: 'Program' },
      { stage: 'develop', path: '/belajar', label: 'Belajar' },
      { stage: 'prove', path: '/hasil', label: 'Hasil' },
      { stage: 'steer', path: '/lingkar', label: 'Lingkar perbaikan' },
      { stage: 'admin', path: '/organisasi', label: 'Organisasi' },
    ],
    inbox: 3,
    requestId: 'req-1',
    ...changes,
  }
}

export function withRequest(info: RequestInfo, page: ComponentChildren): VNode {
  return <RequestContext.Provider value={info}>{page}</RequestContext.Provider>
}
