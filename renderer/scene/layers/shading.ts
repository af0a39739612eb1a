/**
 * The scene's shaders. Unlit on purpose: colours are given, not computed, because where graphics run in software the
 * price of a frame is its shading. Every layer shares the storeys' texture, the section and the direction to the viewer.
 */
import {
  DoubleSide,
  FrontSide,
  GLSL3,
  RawShaderMaterial,
  Vector3,
  type IUniform,
  type Side,
  type Texture,
} from 'three';
import type { Axes } from '../framing.ts';

export interface SharedUniforms {
  readonly uStoreys: IUniform<Texture>;
  /** x, y: normal on the plan; z: what lies further along it is cut away. */
  readonly uSection: IUniform<Vector3>;
  readonly uTowards: IUniform<Vector3>;
}

const NOTHING_CUT = new Vector3(0, 0, 1);

export function createSharedUniforms(storeys: Texture): SharedUniforms {
  return {
    uStoreys: { value: storeys },
    uSection: { value: NOTHING_CUT.clone() },
    uTowards: { value: new Vector3(0, 0, 1) },
  };
}

export function setTowards(uniforms: SharedUniforms, { towards }: Axes): void {
  uniforms.uTowards.value.set(...towards);
}

/** `row` −1 belongs to no storey: never lifted, never hidden. */
const PLACE = /* glsl */ `
precision highp float;
precision highp int;
uniform mat4 projectionMatrix;
uniform mat4 viewMatrix;
uniform highp sampler2D uStoreys;
uniform vec3 uSection;
uniform vec3 uTowards;
in vec3 position;
in float row;
out float vCut;
const vec4 HIDDEN = vec4(2.0, 2.0, 2.0, 1.0);
vec4 storey() {
  return row < 0.0 ? vec4(0.0, 1.0, 1.0, 1.0) : texelFetch(uStoreys, ivec2(int(row + 0.5), 0), 0);
}
vec4 place(vec3 lifted) {
  vCut = dot(lifted.xy, uSection.xy) - uSection.z;
  return projectionMatrix * viewMatrix * vec4(lifted, 1.0);
}`;

const CUT = /* glsl */ `
precision highp float;
in float vCut;
out vec4 pixel;
void cut() { if (vCut > 0.0) discard; }`;

const SURFACE_VERTEX = /* glsl */ `${PLACE}
uniform vec3 uBack;
in vec4 color;
out vec4 vColor;
void main() {
  vec4 state = storey();
  vColor = vec4(mix(uBack, color.rgb, state.y), color.a);
  gl_Position = state.w > 0.5 ? place(position + vec3(0.0, 0.0, state.x)) : HIDDEN;
}`;

const SURFACE_FRAGMENT = /* glsl */ `${CUT}
in vec4 vColor;
void main() { cut(); pixel = vColor; }`;

/** Faces turned away from the viewer draw no lines: the near façade stays clear, as in an isometric drawing. */
const LINE_VERTEX = /* glsl */ `${PLACE}
uniform vec4 uLine;
in vec2 facing;
in float strength;
out float vAlpha;
void main() {
  vec4 state = storey();
  float turned = dot(facing, facing) == 0.0 || dot(facing, uTowards.xy) > 0.0 ? 1.0 : 0.0;
  vAlpha = uLine.a * strength * state.z * turned;
  gl_Position = vAlpha > 0.0 ? place(position + vec3(0.0, 0.0, state.x)) : HIDDEN;
}`;

const LINE_FRAGMENT = /* glsl */ `${CUT}
uniform vec4 uLine;
in float vAlpha;
void main() { cut(); pixel = vec4(uLine.rgb, vAlpha); }`;

/** Flat coloured faces with `position`, `row` and `color` (RGBA bytes). `uBack` is what weak colours fade into. */
export function createSurfaceMaterial(
  shared: SharedUniforms,
  own: Record<string, IUniform>,
  look: { transparent?: boolean; depthWrite?: boolean; side?: Side } = {},
): RawShaderMaterial {
  return new RawShaderMaterial({
    glslVersion: GLSL3,
    uniforms: { ...shared, ...own },
    vertexShader: SURFACE_VERTEX,
    fragmentShader: SURFACE_FRAGMENT,
    side: FrontSide,
    ...look,
  });
}

/** Hairlines with `position`, `row`, `facing` (normal on the plan, 0 0: always shown) and `strength` 0..1. */
export function createLineMaterial(shared: SharedUniforms, own: Record<string, IUniform>): RawShaderMaterial {
  return new RawShaderMaterial({
    glslVersion: GLSL3,
    uniforms: { ...shared, ...own },
    vertexShader: LINE_VERTEX,
    fragmentShader: LINE_FRAGMENT,
    transparent: true,
    depthWrite: false,
  });
}

const POINT_VERTEX = /* glsl */ `${PLACE}
uniform float uSizePx;
uniform vec3 uPalette[4];
in vec4 look;
out vec3 vColor;
flat out vec2 vCell;
void main() {
  vec4 state = storey();
  int status = int(look.y + 0.5);
  bool near = uSizePx > 8.0;
  vColor = uPalette[status];
  vCell = vec2(near ? look.x : 0.0, look.y);
  gl_PointSize = uSizePx * (status == 1 ? 1.5 : 1.0);
  // A metre towards the viewer, so that its own floor does not cut the symbol in half.
  vec3 lifted = position + vec3(0.0, 0.0, state.x) + uTowards;
  gl_Position = look.z > 0.5 && state.w > 0.5 ? place(lifted) : HIDDEN;
}`;

const POINT_FRAGMENT = /* glsl */ `${CUT}
uniform sampler2D uAtlas;
uniform vec2 uCells;
in vec3 vColor;
flat in vec2 vCell;
void main() {
  cut();
  float alpha = texture(uAtlas, (vCell + gl_PointCoord) / uCells).a;
  if (alpha < 0.08) discard;
  pixel = vec4(vColor, alpha);
}`;

/** Symbols with `position`, `row` and `look` (marker, status, visible, unused), cut from an atlas of `uCells` cells. */
export function createPointMaterial(
  shared: SharedUniforms,
  own: Record<string, IUniform>,
): RawShaderMaterial {
  return new RawShaderMaterial({
    glslVersion: GLSL3,
    uniforms: { ...shared, ...own },
    vertexShader: POINT_VERTEX,
    fragmentShader: POINT_FRAGMENT,
    transparent: true,
    depthWrite: false,
    side: DoubleSide,
  });
}
