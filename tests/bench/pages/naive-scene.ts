/** What the scene is measured against: the obvious way, a mesh for each zone and a sphere for each asset. */
import {
  BoxGeometry,
  Color,
  Mesh,
  MeshLambertMaterial,
  OrthographicCamera,
  DirectionalLight,
  Raycaster,
  Scene,
  SphereGeometry,
  Vector2,
  WebGLRenderer,
} from 'three';
import { polygonCentroid } from '#shared/domain/geometry.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { medianTime } from './median-time.ts';

export function createNaiveScene(host: HTMLElement, site: Site, colors: Float32Array) {
  const renderer = new WebGLRenderer();
  renderer.setSize(host.clientWidth, host.clientHeight);
  const scene = new Scene();
  scene.add(new DirectionalLight());
  for (const zone of site.zones) {
    const [x, y] = polygonCentroid(zone.polygon);
    const [r = 0, g = 0, b = 0] = colors.subarray(zone.index * 3, zone.index * 3 + 3);
    const color = new Color(r, g, b);
    const mesh = new Mesh(
      new BoxGeometry(Math.sqrt(zone.areaM2), Math.sqrt(zone.areaM2), 0.3),
      new MeshLambertMaterial({ color }),
    );
    mesh.position.set(x, y, zone.storey.elevationM);
    scene.add(mesh);
  }
  const ball = new SphereGeometry(0.25, 6, 4);
  const material = new MeshLambertMaterial();
  for (const asset of site.assets) {
    const mesh = new Mesh(ball, material);
    mesh.position.set(...asset.position);
    scene.add(mesh);
  }
  const size = 90;
  const wide = (size * host.clientWidth) / host.clientHeight;
  const camera = new OrthographicCamera(-wide / 2, wide / 2, size / 2, -size / 2, 0, 600);
  camera.up.set(0, 0, 1);
  const look = (angle: number): void => {
    camera.position.set(23 + 200 * Math.cos(angle), 14 + 200 * Math.sin(angle), 160);
    camera.lookAt(23, 14, 20);
  };
  const ray = new Raycaster();
  return {
    measure(frames: number, picks: number, anywhere: () => [number, number]) {
      const scriptMs: number[] = [];
      for (let i = 0; i < frames; i += 1) {
        const startedMs = performance.now();
        look(i * 0.026);
        renderer.render(scene, camera);
        scriptMs.push(performance.now() - startedMs);
      }
      const pickMs = medianTime(picks, () => {
        const [x, y] = anywhere();
        ray.setFromCamera(
          new Vector2((x / host.clientWidth) * 2 - 1, 1 - (y / host.clientHeight) * 2),
          camera,
        );
        ray.intersectObjects(scene.children, false);
      });
      const drawCalls = renderer.info.render.calls;
      renderer.dispose();
      renderer.forceContextLoss();
      return { scriptMs, drawCalls, pickMs };
    },
  };
}
