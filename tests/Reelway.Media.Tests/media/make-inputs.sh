#!/usr/bin/env bash
# make-inputs.sh DIR [NAME…]: one small recording per class of source that a cut must get right or refuse, 160x96, 12 s; all of them, or
# those named (copies need the ones that they are made of).
# No two frames are alike, and neither are two stretches of the sound, so that whatever is out of place is found.
set -euo pipefail

mkdir -p "${1:?"name the folder to make them in"}"
cd "$1"
wanted=" ${*:2} "

seconds=12
x264=(-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -threads 1)
closed=(-x264-params keyint=45:min-keyint=45:scenecut=0:bframes=3)
# The sound is made, and encoded as most recordings have it, only once.
wave=stereo.wav
coded=(-c:a copy)

make() {
  [[ $wanted == '  ' || $wanted == *" ${!#} "* ]] || return 0
  ffmpeg -hide_banner -loglevel error -nostdin -y "$@"
}

picture() { printf 'testsrc2=size=160x96:rate=%s:duration=%s' "${1:-30}" "$seconds"; }

sound() { printf "aevalsrc='0.3*sin(2*PI*(300+20*t)*t)+0.2*sin(2*PI*(40+11*t)*t)+0.02*random(0)+0.4*sin(2*PI*1000*t)*lt(mod(t\\,2)\\,0.1)':s=%s:c=%s:d=%s" \
  "${1:-48000}" "${2:-stereo}" "$seconds"; }

# of PICTURE SOUND OPTIONS… FILE: SOUND is a file, or a source of the kind that picture and sound print.
of() {
  local picture=$1 sound=$2
  shift 2
  if [[ -f $sound ]]; then
    make -f lavfi -i "$picture" -i "$sound" "$@"
  else
    make -f lavfi -i "$picture" -f lavfi -i "$sound" "$@"
  fi
}

first() {
  of "$(picture)" sound.m4a "${x264[@]}" "${closed[@]}" "${coded[@]}" closed.mp4
  # Copies of that one: other containers, times and marks.
  make -i closed.mp4 -c copy closed.mkv
  make -i closed.mp4 -c copy offset.ts
  make -i closed.mp4 -c copy -f flv closed.flv
  make -i closed.mp4 -c copy reordered.avi
  make -i closed.mp4 -c copy -output_ts_offset 5 offset.mp4
  make -ss 1.1 -i closed.mp4 -c copy editlist.mp4
  make -i closed.mp4 -c copy -metadata:s:v rotate=90 rotated.mp4
  make -i closed.mp4 -map 0:v -c copy -bsf:v h264_metadata=sample_aspect_ratio=4/3 -metadata:s:v rotate=270 turned.mp4
  make -i closed.mp4 -map 0:v -c copy noaudio.mp4
  make -i closed.mp4 -itsoffset 4 -i closed.mp4 -map 0:v -map 1:a -t "$seconds" -c copy late-sound.mp4
  make -i closed.mp4 -map 0 -c copy -bsf:a "noise=drop='between(n\,230\,260)'" hole.mp4
  of "$(picture)" "$wave" -map 0:v -map 1:a -map 1:a -filter:a:1 volume=0.3 "${x264[@]}" "${closed[@]}" -c:a aac -b:a 96k \
    -metadata:s:a:0 language=eng -metadata:s:a:1 language=fra multiaudio.mp4
  of "$(picture)" "$(sound 44100 mono)" "${x264[@]}" "${closed[@]}" -c:a aac -b:a 96k mono44.mp4
  of "$(picture)" "$wave" "${x264[@]}" "${closed[@]}" -c:a ac3 ac3.mp4
  of "$(picture 60)" "$wave" "${x264[@]}" -x264-params keyint=15:min-keyint=15:bframes=2:b-adapt=0:b-pyramid=none:scenecut=0 -c:a pcm_s16le camera60.mov
  of "$(picture),select='not(eq(mod(n\,7)\,3)+eq(mod(n\,11)\,5))'" sound.m4a -fps_mode vfr "${x264[@]}" -x264-params keyint=45:scenecut=0 "${coded[@]}" vfr.mp4
  of "$(picture 30000/1001)" sound.m4a "${x264[@]}" -x264-params keyint=48:scenecut=0 "${coded[@]}" ntsc.mp4
}

second() {
  of "$(picture)" sound.m4a "${x264[@]}" -profile:v baseline -x264-params keyint=45:scenecut=0:bframes=0 "${coded[@]}" nobframes.mp4
  make -i nobframes.mp4 -c copy nobframes.avi
  of "$(picture)" sound.m4a "${x264[@]}" -profile:v main -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709 "${closed[@]}" "${coded[@]}" main.mp4
  of "$(picture),scale=out_range=full,format=yuvj420p" sound.m4a "${x264[@]}" -pix_fmt yuvj420p "${closed[@]}" "${coded[@]}" fullrange.mp4
  of "$(picture)" sound.m4a "${x264[@]}" -x264-params keyint=30:min-keyint=15:open-gop=1:bframes=3:scenecut=0 \
    -force_key_frames 'expr:gte(t,n_forced*4)' -forced-idr 1 "${coded[@]}" mixedgop.mp4
  # From here on a copy is not possible.
  of "$(picture)" sound.m4a "${x264[@]}" -x264-params keyint=45:min-keyint=20:open-gop=1:bframes=3:scenecut=0 "${coded[@]}" opengop.mp4
  of "$(picture)" sound.m4a "${x264[@]}" -x264-params keyint=infinite:scenecut=0 "${coded[@]}" onegop.mp4
  of "$(picture),fps=60,tinterlace=interleave_top" sound.m4a "${x264[@]}" -flags +ildct+ilme -x264-params keyint=45:tff=1 "${coded[@]}" interlaced.mp4
  of "$(picture)" sound.m4a -c:v libx264 -preset ultrafast -pix_fmt yuv422p10le "${coded[@]}" hi422.mp4
  of "$(picture)" sound.m4a -c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=45:pools=1 -tag:v hvc1 -pix_fmt yuv420p "${coded[@]}" hevc.mp4
  of "$(picture)" "$wave" -c:v mpeg2video -q:v 4 -g 15 -bf 2 -c:a mp2 mpeg2.mpg
  of "$(picture)" "$wave" -c:v prores -profile:v 0 -c:a pcm_s16le prores.mov
  of "$(picture)" "$wave" -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 300k -c:a libopus vp9.webm
  # Half-way the picture becomes larger, as when a camera is switched: one after the other in a stream of packets, which allows that.
  make -t 6 -i nobframes.mp4 -c copy small.ts
  make -ss 6 -i nobframes.mp4 -output_ts_offset 6 -vf scale=320:192 "${x264[@]}" -x264-params keyint=45:scenecut=0:bframes=0 -c:a copy large.ts
  [[ ! -f large.ts ]] || cat small.ts large.ts >resized.ts
  # Not every ffmpeg has an encoder for it.
  if [[ $(ffmpeg -hide_banner -encoders 2>/dev/null) == *libsvtav1* ]]; then
    SVT_LOG=1 of "$(picture)" sound.m4a -c:v libsvtav1 -preset 12 -crf 40 "${coded[@]}" av1.mp4
  fi
  of "$(picture)" "$wave" -c:v mpeg4 -b:v 400k -c:a mp3 old.avi
}

if [[ ! -f sound.m4a ]]; then
  ffmpeg -v error -nostdin -y -f lavfi -i "$(sound)" "$wave" -c:a aac -b:a 96k sound.m4a
fi
first &
one=$!
second &
two=$!
wait "$one"
wait "$two"
